import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAND_OUT } from '../../host/hand-out.ts';
import { TARGETS } from '../../host/project.ts';
import { writeTarget } from '../files/targets.ts';
import type { Lesson } from '../lesson.ts';
import { hasSolution } from '../registry.ts';
import { type Edit, mistakesOf, writeMistake } from './known-mistakes.ts';

/** A known mistake, or several in one program, ready to be started or graded. */
export interface Playable {
  /** The root of its programs: `ROOT/NN-slug/server.ts`. In a hand-out they are built, and the sources are not there. */
  readonly root: string;
  /** The title of a graded test that catches it. */
  readonly test: string | undefined;
  /** What differs from the reference; none in a hand-out. */
  readonly edits: readonly Edit[];
}

/** hand-out/mistakes.json: by lesson and name, the title of a graded test that catches the mistake. */
export type MistakesList = Readonly<Record<string, Readonly<Record<string, string>>>>;
const MISTAKES_LIST = join(HAND_OUT, 'mistakes.json');

/** The name of a root below .lab/targets. */
export const mistakeRoot = (lesson: Lesson, slugs: readonly string[]): string => `${lesson.id}-${slugs.join('+')}`;

/** Null for a mistake that the lesson does not have, or that was not handed out. */
export async function playable(lesson: Lesson, slugs: readonly string[]): Promise<Playable | null> {
  if (!hasSolution(lesson)) return handedOut(lesson, slugs);
  const all = await mistakesOf(lesson);
  const known = slugs.map((slug) => all.find((one) => one.slug === slug));
  const found = known.filter((one) => one !== undefined);
  if (found.length < slugs.length) return null;
  const edits = found.flatMap((one) => one.edits);
  const root = writeMistake(lesson, { slug: slugs.join('+'), edits, fails: [] });
  return { root, test: found[0]?.fails[0], edits };
}

function handedOut(lesson: Lesson, slugs: readonly string[]): Playable | null {
  const test = handedOutMistakes(lesson)[slugs.join('+')];
  if (test === undefined) return null;
  writeTarget(mistakeRoot(lesson, slugs), lesson, []); // the given programs
  return { root: join(TARGETS, mistakeRoot(lesson, slugs)), test, edits: [] };
}

let list: MistakesList | undefined;

function handedOutMistakes(lesson: Lesson): Readonly<Record<string, string>> {
  list ??= existsSync(MISTAKES_LIST) ? (JSON.parse(readFileSync(MISTAKES_LIST, 'utf8')) as MistakesList) : {};
  return list[lesson.id] ?? {};
}

/** Whether `NN demo SLUG` can show this mistake here. */
export const canBePlayed = (lesson: Lesson, slug: string): boolean =>
  hasSolution(lesson) || Object.hasOwn(handedOutMistakes(lesson), slug);
