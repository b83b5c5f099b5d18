import type { Lesson } from '../../course/lesson.ts';
import { makeScratch, removeScratch } from '../../host/scratch.ts';
import { BuildError } from '../../kit/process/build.ts';
import type { Note } from '../../program/notes.ts';
import type { Scene } from '../../stage/scene.ts';
import type { Trace } from '../../trace/model.ts';
import { readTrace } from '../../trace/read.ts';
import { ending } from '../terminal/interrupt.ts';

/** The programs that a scene is played on. */
export interface Cast {
  /** The name on the page and in the terminal. */
  readonly name: string;
  readonly mine?: true;
  /** The known mistake to make in the reference. */
  readonly mistake?: string;
  /** Records programs with the scene's own mistakes too. */
  readonly all?: true;
}

export interface Recorded {
  readonly trace: Trace;
  /** The reason for an early end, or the first claim that does not hold. One sentence. */
  readonly problem: string | null;
}

/** Plays a scene without an audience and records it, up to the calls in which the programs sleep at its end. */
export async function recordScene(lesson: Lesson, scene: Scene, cast: Cast): Promise<Recorded> {
  const { Stage } = await import('../../stage/stage.ts');
  const folder = makeScratch();
  const failed: string[] = [];
  const claim = (holds: boolean, text: string): void => void (holds || failed.push(text));
  const { mine, mistake, all = false } = cast;
  const casting = { mine, mistake, trace: { folder, all } };
  const stage = new Stage(lesson, { say: () => {}, show: () => {}, claim }, casting);
  let taken: Trace | null = null;
  const take = async (): Promise<void> => {
    taken ??= readTrace(folder);
    await stage.end();
  };
  try {
    const stopped = await ending(take, () => play(scene, stage));
    const early = unwritten(stage.notes) ?? stopped;
    const trace = taken ?? readTrace(folder);
    const there = trace.lanes.length === 0 ? '' : ` The trace of ${cast.name} ends there.`;
    return { trace, problem: early === null ? claimed(cast, failed) : early + there };
  } finally {
    removeScratch(folder);
  }
}

function claimed({ name }: Cast, failed: readonly string[]): string | null {
  return failed[0] === undefined ? null : `A claim of the demo does not hold for ${name}: ${failed[0]}.`;
}

/** Far more than a scene takes. */
const PATIENCE_MS = 60_000;

async function play(scene: Scene, stage: Parameters<Scene['play']>[0]): Promise<string | null> {
  let late: NodeJS.Timeout | undefined;
  try {
    const deadline = new Promise<string>((resolve) => {
      late = setTimeout(resolve, PATIENCE_MS, `The demo still waited after ${PATIENCE_MS / 1000} seconds.`);
    });
    return await Promise.race([scene.play(stage).then(() => null), deadline]);
  } catch (error) {
    if (error instanceof BuildError) return `${error.message}.`;
    await stage.settle();
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `The demo stopped: ${first}.`;
  } finally {
    clearTimeout(late);
  }
}

/** The step that a program reported as unwritten. */
function unwritten(notes: readonly Note[]): string | null {
  const missing = notes.find((note) => note.kind === 'todo');
  if (missing?.kind !== 'todo') return null;
  // The stack of a thread does not always name a place: then the task tells which step it is.
  return `Step ${missing.step} is not written yet: ${missing.place ?? missing.task}.`;
}
