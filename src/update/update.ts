import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../host/atomic-write.ts';
import { hashOf, type Stamp, stampOf } from '../host/hand-out.ts';
import { PROJECT } from '../host/project.ts';
import { Stop } from '../host/stop.ts';

/** What an update does to a copy; paths are relative to it. */
export interface Plan {
  readonly from: string;
  readonly before: Stamp;
  readonly after: Stamp;
  /** Files to write: new ones, and others than before. */
  readonly write: readonly string[];
  readonly remove: readonly string[];
  /** Files among those that the copy's owner has changed, or had made: a copy of them is kept. */
  readonly keep: readonly string[];
  /** Lessons that come with the update. */
  readonly newLessons: readonly string[];
  /** The learner's own files of which there is a newer skeleton. They stay as they are. */
  readonly newerSkeletons: readonly string[];
}

/** Compares this copy with a newer one in the folder `from`. Nothing is changed yet. Throws a Stop when one is not usable. */
export function planUpdate(from: string): Plan {
  const before = stampOf(PROJECT);
  if (before === null)
    throw new Stop('Only a copy that was handed out is updated, and this is the lab itself: use git pull.');
  const after = existsSync(from) ? stampOf(from) : null;
  if (after === null) throw new Stop(`${from} is no copy of the lab: it has no hand-out/stamp.json.`);
  const damaged = Object.entries(after.files).find(([path, hash]) => hashOf(join(from, path)) !== hash);
  if (damaged !== undefined)
    throw new Stop(`${from} is not complete: ${damaged[0]} is missing or changed. Nothing was updated.`);
  const gone = before.lessons.filter((id) => !after.lessons.includes(id));
  if (gone.length > 0)
    throw new Stop(`${from} has no lesson ${gone.join(', ')}, and this copy does: nothing was updated.`);
  const write = Object.entries(after.files).filter(([path, hash]) => hashOf(join(PROJECT, path)) !== hash);
  const remove = Object.keys(before.files).filter((path) => !(path in after.files) && existsSync(join(PROJECT, path)));
  const paths = write.map(([path]) => path);
  return {
    from,
    before,
    after,
    write: paths,
    remove,
    keep: [...paths, ...remove].filter((path) => isOwners(path, before)),
    newLessons: after.lessons.filter((id) => !before.lessons.includes(id)),
    newerSkeletons: paths
      .map((path) => /^hand-out\/skeletons\/(.*)$/.exec(path)?.[1])
      .filter((path) => path !== undefined)
      .map((path) => `lessons/${path}`)
      .filter((path) => existsSync(join(PROJECT, path))),
  };
}

/** A file that is not as it was handed out: the owner of the copy has changed it, or made it. */
function isOwners(path: string, before: Stamp): boolean {
  const hash = hashOf(join(PROJECT, path));
  return hash !== null && hash !== before.files[path];
}

/** Carries a plan out. An update that is interrupted can be repeated: the stamp is written last. Returns the folder of kept files. */
export function update(plan: Plan): string | null {
  const kept = plan.keep.length === 0 ? null : keepAll(plan.keep);
  for (const path of plan.remove) rmSync(join(PROJECT, path));
  for (const path of plan.write) if (path !== STAMP) replace(plan.from, path);
  for (const path of ownFilesOf(plan)) if (!existsSync(join(PROJECT, path))) replace(plan.from, path);
  writeAtomically(join(PROJECT, STAMP), readFileSync(join(plan.from, STAMP)));
  return kept;
}

const STAMP = join('hand-out', 'stamp.json');

/** The learner's files of new lessons: the skeletons. */
const ownFilesOf = ({ after, newLessons }: Plan): string[] =>
  Object.keys(after.files)
    .map((path) => /^hand-out\/skeletons\/((\d\d)-.*)$/.exec(path))
    .flatMap((match) => (match !== null && newLessons.includes(match[2] ?? '') ? [`lessons/${match[1]}`] : []));

function replace(from: string, path: string): void {
  const mode = lstatSync(join(from, path)).mode & 0o777;
  const target = join(PROJECT, path);
  writeAtomically(target, readFileSync(join(from, path)), { mode });
}

/** Moves nothing: the files are copied below .lab/kept before they are written over or removed. */
function keepAll(paths: readonly string[]): string {
  const when = new Date().toISOString().replaceAll(':', '-').replace(/\..*$/, '');
  const folder = join(PROJECT, '.lab', 'kept', 'update', when);
  const draft = `${folder}.${process.pid}`;
  for (const path of paths) writeAtomically(join(draft, path), readFileSync(join(PROJECT, path)));
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(draft, folder);
  return folder;
}
