import { join } from 'node:path';
import { writeAtomically } from '../../host/atomic-write.ts';
import { Stop } from '../../host/stop.ts';
import type { Lesson, Step } from '../lesson.ts';
import { lessonDir } from '../registry.ts';
import { withImportsOf } from './imports.ts';
import { setAside } from './kept.ts';
import { regionsOf } from './skeleton.ts';

/** New content for a file of the learner's. */
export interface Rewrite {
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** The way out for a file that cannot be edited. */
export const WHOLE = 'name no step, and the whole lesson is done';

/** Writes the files on behalf of a command. Returns the kept copies of the earlier versions. */
export function rewrite(lesson: Lesson, plan: readonly Rewrite[], command: string): string[] {
  const kept = setAside(
    lesson,
    plan.map(({ file }) => file),
    command,
  );
  for (const { file, content } of plan) writeAtomically(join(lessonDir(lesson), file), content);
  return kept;
}

/** The learner's text with the regions of some steps taken from `source`, and the imports that they use. */
export function withSteps(mine: string, source: string, steps: readonly Step[], file: string): string {
  const lines = mine.split('\n');
  const from = source.split('\n');
  const named = (region: { step: string }): boolean => steps.some(({ id }) => id === region.step);
  const ours = pairable(mine, file).filter(named);
  const theirs = regionsOf(source).filter(named);
  if (ours.length === 0 && theirs.length === 0) return mine;
  const order = (regions: readonly { step: string }[]): string => regions.map(({ step }) => step).join();
  if (order(ours) !== order(theirs)) {
    const ids = [...new Set(theirs.map(({ step }) => step))].join(', ');
    throw new Stop(`${file} no longer has all //#region markers of ${ids}: ${WHOLE}.`);
  }
  for (const [i, region] of [...ours.entries()].reverse()) {
    const theirRegion = theirs[i];
    if (theirRegion === undefined) continue;
    lines.splice(region.begin, region.end - region.begin + 1, ...from.slice(theirRegion.begin, theirRegion.end + 1));
  }
  return withImportsOf(lines.join('\n'), source);
}

function pairable(mine: string, file: string): ReturnType<typeof regionsOf> {
  try {
    return regionsOf(mine);
  } catch (error) {
    throw new Stop(`The region markers of ${file} do not pair up (${(error as Error).message}): ${WHOLE}.`);
  }
}
