import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { regionsOf } from '../course/files/skeleton.ts';
import { PROJECT } from '../host/project.ts';

/**
 * The places, `file:line`, of a step that has nothing but its comments anywhere in a folder; none when some of it is written.
 * Only for the words of a failure; what a program earns depends on what it does.
 */
export function unwrittenPlaces(folder: string, step: string): string[] {
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
