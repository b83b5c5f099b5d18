import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { regionsOf } from '../course/files/skeleton.ts';
import { lessons } from '../course/registry.ts';
import { PROJECT } from '../host/project.ts';
import { targetFile } from './target.ts';

/**
 * The places, `file:line`, of a step that has nothing but its comments anywhere; none when some of it is written.
 * Only for the words of a failure; what a program earns depends on what it does.
 */
export function emptyPlaces(lesson: string, step: string): string[] {
  const first = lessons.find(({ id }) => id === lesson)?.files[0];
  if (first === undefined) return [];
  const folder = dirname(targetFile(lesson, first));
  const places: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const source = readFileSync(join(folder, name), 'utf8');
    const lines = source.split('\n');
    for (const region of regionsSafely(source).filter((candidate) => candidate.step === step)) {
      if (!lines.slice(region.begin + 1, region.end).every((line) => /^\s*(\/\/|$|todo\()/.test(line))) return [];
      places.push(`${relative(PROJECT, join(folder, name))}:${region.begin + 1}`);
    }
  }
  return places;
}

/** A learner may have moved the markers. */
function regionsSafely(source: string): ReturnType<typeof regionsOf> {
  try {
    return regionsOf(source);
  } catch {
    return [];
  }
}
