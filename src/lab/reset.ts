import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../kit/project.ts';
import { setAside } from './folders.ts';
import type { Lesson, Step } from './lesson.ts';
import { folderName, hasSolution, lessonDir, solutionDir } from './registry.ts';
import { regionsOf, skeletonOf } from './skeleton.ts';
import { Stop } from './stop.ts';

/** A file that a reset will change. */
export interface Reset {
  readonly file: string;
  readonly text: string;
}

/** What has to change so that the lesson, or one step of it, is the skeleton again. */
export function planReset(lesson: Lesson, step: Step | null): Reset[] {
  return lesson.files.flatMap((file) => {
    const path = join(lessonDir(lesson), file);
    const mine = existsSync(path) ? readFileSync(path, 'utf8') : null;
    const skeleton = skeletonText(lesson, file);
    const text = step === null || mine === null ? skeleton : withStepOf(mine, skeleton, step, file);
    return text === mine ? [] : [{ file, text }];
  });
}

/** Writes the plan. Returns where the versions before it are kept. */
export function applyReset(lesson: Lesson, plan: readonly Reset[]): string[] {
  mkdirSync(lessonDir(lesson), { recursive: true });
  return plan.flatMap(({ file, text }) => {
    const kept = setAside(lesson, file);
    const path = join(lessonDir(lesson), file);
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
    return kept === null ? [] : [kept];
  });
}

/** The skeleton: made from the solution, or where there is none, as git has it. */
function skeletonText(lesson: Lesson, file: string): string {
  if (hasSolution(lesson)) return skeletonOf(readFileSync(join(solutionDir(lesson), file), 'utf8'));
  const path = `lessons/${folderName(lesson)}/${file}`;
  const git = spawnSync('git', ['show', `HEAD:./${path}`], { cwd: PROJECT, encoding: 'utf8' });
  if (git.status === 0) return git.stdout;
  throw new Stop(
    `The skeleton of ${path} can be made neither from solutions/ nor from git: take it from a fresh clone.`,
  );
}

/** The learner's text with the regions of one step as the skeleton has them. */
function withStepOf(mine: string, skeleton: string, step: Step, file: string): string {
  const theirs = regionsOf(skeleton).filter((region) => region.step === step.id);
  const lines = mine.split('\n');
  const source = skeleton.split('\n');
  const ours = pairable(mine, file).filter((region) => region.step === step.id);
  if (ours.length !== theirs.length) {
    throw new Stop(`${file} no longer has all //#region ${step.id} markers: reset the whole lesson instead.`);
  }
  for (const [i, region] of [...ours.entries()].reverse()) {
    const from = theirs[i];
    if (from === undefined) continue;
    lines.splice(region.begin, region.end - region.begin + 1, ...source.slice(from.begin, from.end + 1));
  }
  return withImports(lines.join('\n'), skeleton);
}

function pairable(mine: string, file: string): ReturnType<typeof regionsOf> {
  try {
    return regionsOf(mine);
  } catch (error) {
    throw new Stop(
      `The region markers of ${file} do not pair up (${(error as Error).message}): reset the whole lesson instead.`,
    );
  }
}

/** A reset step needs `todo` again, which the learner may have taken out of the imports. */
function withImports(text: string, skeleton: string): string {
  const PROGRAM = /^import \{[^}]*\} from '#program';$/m;
  const wanted = PROGRAM.exec(skeleton)?.[0];
  if (wanted === undefined || !text.includes('todo(')) return text;
  const has = PROGRAM.exec(text)?.[0];
  if (has === undefined) return text.replace(/^(?=import )/m, `${wanted}\n`);
  return /\btodo\b/.test(has) ? text : text.replace(has, has.replace('{', '{ todo,'));
}
