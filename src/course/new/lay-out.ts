import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeIfOther } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { skeletonOf } from '../files/skeleton.ts';
import { planned } from '../registry.ts';
import { filesOf, type NewFile } from './lesson-files.ts';

const PLANNED = join(PROJECT, 'lessons', 'planned.json');

/** Begins a lesson: writes its files, none of which may be there, and returns their paths. */
export function layOutLesson(number: string, slug: string): string[] {
  const id = number.padStart(2, '0');
  if (!/^\d\d$/.test(id) || id === '00')
    throw new Stop(`A lesson has a number from 1 to 99, not "${number}".`, EXIT.usage);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug))
    throw new Stop(
      `A slug is small letters, digits and single hyphens, such as multi-reactor, not "${slug}".`,
      EXIT.usage,
    );
  for (const path of taken(id, slug)) throw new Stop(`${path} is there already. Nothing was written.`);
  const title = planned.find((one) => one.id === id)?.title ?? titleOf(slug);
  const files = withSkeleton(filesOf({ id, slug, title }), `${id}-${slug}`);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(PROJECT, path)), { recursive: true });
    writeFileSync(join(PROJECT, path), text, { flag: 'wx' });
  }
  mkdirSync(join(PROJECT, 'test', 'mistakes', id), { recursive: true });
  noLongerPlanned(id);
  return files.map(({ path }) => path);
}

/** What stands where the lesson would: any folder with its number, or another lesson with its slug. */
function taken(id: string, slug: string): string[] {
  const folders = ['lessons', 'solutions'].flatMap((root) =>
    readdirSync(join(PROJECT, root))
      .filter((name) => name.startsWith(`${id}-`) || name.slice(3) === slug)
      .map((name) => `${root}/${name}`),
  );
  return [...folders, `test/lesson${id}`].filter((path) => existsSync(join(PROJECT, path)));
}

const withSkeleton = (files: readonly NewFile[], folder: string): NewFile[] => [
  ...files,
  ...files
    .filter(({ path }) => path === `solutions/${folder}/server.ts`)
    .map(({ text }) => ({ path: `lessons/${folder}/server.ts`, text: skeletonOf(text) })),
];

const titleOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ');

/** A lesson that is there is not planned any more. */
function noLongerPlanned(id: string): void {
  if (!existsSync(PLANNED)) return;
  const rows = readFileSync(PLANNED, 'utf8').split('\n');
  const text = rows.filter((row) => !row.includes(`"id": "${id}"`)).join('\n');
  writeIfOther(PLANNED, text.replace(/\},\n\]/, '}\n]'));
}
