import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptVersions } from '../../course/files/kept.ts';
import type { Lesson } from '../../course/lesson.ts';
import { lessonDir } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { change } from './change.ts';

/** `NN kept`: lists the kept versions. */
export async function kept(lesson: Lesson): Promise<number> {
  const versions = keptVersions(lesson);
  if (versions.length === 0) {
    say(`No version of lesson ${lesson.id} has been kept: reset and solve keep one before they change a file.`);
    return EXIT.ok;
  }
  say();
  for (const [index, { when, files, before }] of versions.entries()) {
    say(` ${paint.cyan(String(index + 1).padStart(2))}  ${when} UTC  ${before === '' ? '' : `before ${before}`}`);
    say(`     ${files.join(', ')}`);
  }
  say(`\n npm run lesson ${lesson.id} restore 1 brings the first of them back.\n`);
  return EXIT.ok;
}

/** `NN restore [number] [yes]`: brings a kept version back, and keeps the present one. */
export async function restore(lesson: Lesson, args: readonly string[]): Promise<number> {
  const versions = keptVersions(lesson);
  const word = args.find((arg) => arg !== 'yes') ?? '1';
  const version = /^\d+$/.test(word) ? versions[Number(word) - 1] : undefined;
  if (versions.length === 0) throw new Stop(`No version of lesson ${lesson.id} has been kept.`);
  if (version === undefined)
    throw new Stop(`There is no version "${word}": npm run lesson ${lesson.id} kept lists them.`, EXIT.usage);
  const plan = version.files.flatMap((file) => {
    const content = readFileSync(join(version.folder, file));
    const mine = join(lessonDir(lesson), file);
    return existsSync(mine) && content.equals(readFileSync(mine)) ? [] : [{ file, content }];
  });
  return change(lesson, plan, args, {
    nothing: `Your files are as they were at ${version.when} UTC.`,
    question: `Bring back ${version.files.join(', ')} of ${version.when} UTC? Your version is kept.`,
    done: `as at ${version.when} UTC`,
    command: ['restore', word],
  });
}
