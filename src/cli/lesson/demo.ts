import type { Diagnosis, Lesson } from '../../course/lesson.ts';
import { canBePlayed } from '../../course/mistakes/playable.ts';
import { demoFile, diagnosisOf, folderName, hasSolution } from '../../course/registry.ts';
import { load } from '../../host/load.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import type { Scene } from '../../stage/scene.ts';
import { columns } from '../../text/columns.ts';
import { spread } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { table } from '../../text/table.ts';
import { counting } from '../terminal/counting.ts';
import { ending } from '../terminal/interrupt.ts';
import { pick } from '../terminal/pick.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { undisturbed } from '../terminal/undisturbed.ts';

/** `NN demo [name|list|all]`: the lesson's phenomenon, live, on the reference or on a known mistake. */
export async function demo(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (!hasSolution(lesson) && demoFile(lesson) === null)
    throw new Stop(`Demos run the reference, and solutions/${folderName(lesson)} is not here.`);
  const scenes = await scenesOf(lesson);
  const name = args[0] ?? scenes[0]?.name;
  if (name === undefined || name === 'list') {
    listDemos(lesson, scenes);
    return EXIT.ok;
  }
  if (name === 'all') {
    let worst: number = EXIT.ok;
    for (const one of scenes) worst = Math.max(worst, await playScene(lesson, one));
    return worst;
  }
  const scene = scenes.find((candidate) => candidate.name === name);
  if (scene !== undefined) return playScene(lesson, scene);
  if (diagnosisOf(lesson, name) !== null) return (await import('./break-it.ts')).breakIt(lesson, name);
  listDemos(lesson, scenes);
  throw new Stop(`Lesson ${lesson.id} has no demo "${name}".`, EXIT.usage);
}

/** `NN break [mistake]`: a known mistake live. At a terminal a list asks which one. */
export async function breakOne(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (args[0] !== undefined || !interactive()) return demo(lesson, args[0] === undefined ? ['list'] : args);
  const rows = mistakesToPlay(lesson).map(([slug, { name }]) => ({
    value: slug,
    name: cut(name, columns() - 4),
    short: slug,
  }));
  const slug = await pick('Which mistake?', rows, [], null);
  return slug === null ? EXIT.ok : demo(lesson, [slug]);
}

/** One line for each: a longer list would scroll the question off the screen. */
const cut = (text: string, room: number): string => (text.length <= room ? text : `${text.slice(0, room - 1)}…`);

/** A demo of the lesson by its name, or the first. */
export async function sceneOf(lesson: Lesson, name: string | undefined): Promise<Scene> {
  const scenes = await scenesOf(lesson);
  const scene = name === undefined ? scenes[0] : scenes.find((candidate) => candidate.name === name);
  if (scene !== undefined) return scene;
  const names = scenes.map((each) => each.name).join(', ');
  throw new Stop(`Lesson ${lesson.id} has no demo "${name}": there are ${names}.`, EXIT.usage);
}

export async function scenesOf(lesson: Lesson): Promise<readonly Scene[]> {
  const path = demoFile(lesson);
  return path === null ? [] : ((await load(path)) as { scenes: readonly Scene[] }).scenes;
}

const mistakesToPlay = (lesson: Lesson): [string, Diagnosis][] =>
  Object.entries(lesson.diagnoses).filter(([slug]) => canBePlayed(lesson, slug));

function listDemos(lesson: Lesson, scenes: readonly Scene[]): void {
  const rows = [
    ...scenes.map(({ name, title }) => [name, title] as const),
    ...mistakesToPlay(lesson)
      .filter(([slug]) => !scenes.some(({ name }) => name === slug))
      .map(([slug, { name }]) => [slug, `break it: ${name}`] as const),
  ];
  say(`\n npm run lesson ${lesson.id} demo …\n`);
  const cells = rows.map(([name, title]) => [paint.cyan(name), title]);
  for (const line of table(cells, columns(), { indent: 3 })) say(line);
  say();
}

async function playScene(lesson: Lesson, scene: Scene): Promise<number> {
  const { Stage } = await import('../../stage/stage.ts');
  const { terminalAudience } = await import('../walkthrough/stage-view.ts');
  const stage = new Stage(lesson, terminalAudience);
  say(`\n${spread(` ${paint.bold(`${lesson.id}  ${scene.title}`)}`, paint.dim(scene.name), columns(), 5)}`);
  await undisturbed(() =>
    counting(() =>
      ending(
        () => stage.end(),
        () => scene.play(stage),
      ),
    ),
  );
  say();
  return stage.failed === 0 ? EXIT.ok : EXIT.failed;
}
