import type { Lesson } from '../../course/lesson.ts';
import { demoFile, diagnosisOf, folderName, hasSolution } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import type { Scene } from '../../stage/scene.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { differences } from '../../trace/compare.ts';
import { say } from '../terminal/terminal.ts';
import { type Cast, type Recorded, recordScene } from '../traces/recorded-scene.ts';
import { type Drawing, showBoth, showTrace } from '../traces/view.ts';
import { sceneOf, scenesOf } from './demo.ts';

const REFERENCE: Cast = { name: 'reference' };
/** The demo itself, including the mistakes that it shows. */
const AS_IT_IS: Cast = { name: 'demo', all: true };
const MINE: Cast = { name: 'mine', mine: true };

/** `NN trace [mine | compare mine | compare MISTAKE | segments] [demo] [all]`: draws every system call of every process in a demo. */
export async function trace(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (!hasSolution(lesson) && demoFile(lesson) === null) {
    throw new Stop(
      `Demos run the reference, and solutions/${folderName(lesson)} is not here. npm run lesson ${lesson.id} run trace draws your own program.`,
    );
  }
  const words = args.filter((arg) => arg !== 'all');
  const all = words.length < args.length;
  if (words[0] === 'compare') return compare(lesson, words.slice(1), all);
  if (words[0] === 'segments') {
    wordAfter(words, 1);
    return (await import('./segments.ts')).segments(lesson, words.slice(1), all);
  }
  const mine = words[0] === 'mine';
  const cast = mine ? MINE : AS_IT_IS;
  const { scene, recorded } = await recordNamed(lesson, wordAfter(words, mine ? 1 : 0), cast);
  const name = mine ? `mine-${scene.name}` : scene.name;
  const command = `trace ${mine ? 'mine ' : ''}${scene.name}`;
  const title = mine ? `${scene.title}, on my programs` : scene.title;
  return told(cast, recorded, () => showTrace(drawing(lesson, title, name, command, all), recorded.trace));
}

async function compare(lesson: Lesson, words: readonly string[], all: boolean): Promise<number> {
  const cast = castOf(lesson, words[0]);
  // As in `demo`: a mistake is played in its own scene if it has one.
  const own = (await scenesOf(lesson)).find(({ name }) => name === cast.name)?.name;
  const { scene, recorded: left } = await recordNamed(lesson, wordAfter(words, 1) ?? own, cast);
  const right = await recordScene(lesson, scene, REFERENCE);
  const table = differences(cast.name, left.trace, REFERENCE.name, right.trace);
  const command = `trace compare ${cast.name} ${scene.name}`;
  const file = `compare-${cast.name}-${scene.name}`;
  return told(cast, left, () =>
    showBoth(drawing(lesson, scene.title, file, command, all), [left.trace, right.trace], table),
  );
}

/** Records the named demo, or the first one that starts a program: some demos only make calls themselves. */
async function recordNamed(
  lesson: Lesson,
  name: string | undefined,
  cast: Cast,
): Promise<{ scene: Scene; recorded: Recorded }> {
  const named = await sceneOf(lesson, name);
  const scenes = name === undefined ? await scenesOf(lesson) : [];
  let found = { scene: named, recorded: await recordScene(lesson, named, cast) };
  for (const scene of scenes.slice(1)) {
    if (found.recorded.trace.lanes.length > 0 || found.recorded.problem !== null) break;
    found = { scene, recorded: await recordScene(lesson, scene, cast) };
  }
  return found;
}

function drawing(lesson: Lesson, title: string, name: string, command: string, all: boolean): Drawing {
  return { lesson, title, file: `${lesson.id}-${name}`, all, more: `${command} all` };
}

/** Draws the trace, then prints why it ends early. A scene that a known mistake stops is no failure of the command. */
async function told(cast: Cast, { trace: recorded, problem }: Recorded, draw: () => Promise<void>): Promise<number> {
  if (recorded.lanes.length === 0) throw new Stop(problem ?? `The demo starts no program of ${cast.name}.`);
  await draw();
  if (problem === null) return EXIT.ok;
  if (cast.mistake === undefined) throw new Stop(problem);
  say(`${paragraph(problem, columns(), 1)}\n`);
  return EXIT.ok;
}

function castOf(lesson: Lesson, name: string | undefined): Cast {
  if (name === 'mine') return MINE;
  if (name !== undefined && diagnosisOf(lesson, name) !== null) return { name, mistake: name };
  const names = ['mine', ...Object.keys(lesson.diagnoses)].join(', ');
  throw new Stop(
    name === undefined
      ? `Compare the reference with what? There are ${names}.`
      : `Lesson ${lesson.id} has no mistake "${name}" to compare: there are ${names}.`,
    EXIT.usage,
  );
}

/** The word at an index, which must be the last one. */
function wordAfter(words: readonly string[], at: number): string | undefined {
  const extra = words[at + 1];
  if (extra !== undefined) throw new Stop(`trace takes one demo, and "${extra}" is one word too many.`, EXIT.usage);
  return words[at];
}
