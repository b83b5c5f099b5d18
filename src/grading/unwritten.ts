import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { regionsOf } from '../course/files/skeleton.ts';
import { PROJECT } from '../host/project.ts';

/**
 * The places, `file:line`, of a step whose regions in a folder hold nothing but comments; none when a part is written.
 * Only for the text of a failure: points depend on a program's behaviour alone.
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

/** No regions when the markers do not pair up: a learner may have moved them. */
function regionsSafely(source: string): ReturnType<typeof regionsOf> {
  try {
    return regionsOf(source);
  } catch {
    return [];
  }
}
