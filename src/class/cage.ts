import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunnerCall } from '../grading/runner/graded-run.ts';
import { builtFolder } from '../grading/runner/runner-args.ts';
import { onPath } from '../host/on-path.ts';
import { PROJECT } from '../host/project.ts';
import { EXIT, Stop } from '../host/stop.ts';
import { sealedCompiler } from './compiler.ts';

/**
 * The isolation of a submission's programs.
 * `bwrap`: in their own namespaces, made by bubblewrap: the machine is read-only, processes outside are invisible, the
 * network is a private loopback, and all processes end with the cage.
 * `container`: no isolation from the machine, which serves this one submission alone; as root, under a user of their own.
 * `none`: as the calling user. For your own work.
 */
const CAGES = ['bwrap', 'container', 'none'] as const;
export type Cage = (typeof CAGES)[number];

/** A run in a cage: Node's arguments, and the folder of the lessons; `slot` is unique among the cages that run at a time. */
export interface CageJob {
  readonly args: readonly string[];
  readonly lessons: string;
  readonly slot: number;
}

/** User ids that own no files on common systems. */
const FIRST_UID = { bwrap: 64_100, container: 64_300, none: 0 } as const;
/** Threads count too, and each Node has a dozen. */
const MAX_PROCESSES = 1500;
const MB = 2 ** 20;
const TREE = ['src', 'test', 'tools', 'node_modules', 'package.json', 'tsconfig.json'];
const MISTAKES = join(PROJECT, 'test', 'mistakes');
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc'];
const CAGE_NODE = '/node';
const CAGE_COMPILER = '/esbuild';

const isRoot = (): boolean => process.getuid?.() === 0;
const uidOf = (cage: Cage, slot: number): number => FIRST_UID[cage] + slot;

/** The cage of this name. A wrong name is refused on every machine alike, whatever is installed there. */
export function cageNamed(name: string | undefined): Cage | undefined {
  const cage = CAGES.find((known) => known === name);
  if (cage === undefined && name !== undefined)
    throw new Stop(`There is no cage "${name}": there are ${CAGES.join(', ')}.`, EXIT.usage);
  return cage;
}

/** The cage to use: the one that was asked for, or else bubblewrap's. Throws if bubblewrap is needed and does not work here. */
export function chooseCage(wanted?: Cage): Cage {
  if (wanted === 'none') return wanted;
  if (wanted === 'container') return containerCage();
  const problem = bwrapProblem();
  if (problem === null) return 'bwrap';
  throw new Stop(
    `Submissions run in a cage made by bubblewrap, and ${problem}. On a machine that is there for one submission alone, a container for one, say cage=container.`,
  );
}

function containerCage(): Cage {
  const missing = isRoot() ? missingHelpers() : null;
  if (missing !== null) throw new Stop(`Root grades submissions as another user, and ${missing}.`);
  return 'container';
}

/** Which programs that limit a submission's processes are missing, or null. */
function missingHelpers(): string | null {
  const missing = ['prlimit', ...(isRoot() ? ['setpriv'] : [])].filter((name) => !onPath(name));
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not installed (apt-get install util-linux)`;
}

/** Why bubblewrap cannot be used here, or null. */
export function bwrapProblem(): string | null {
  if (!onPath('bwrap')) return 'bwrap is not installed (apt-get install bubblewrap)';
  const missing = missingHelpers();
  if (missing !== null) return missing;
  const call = ['--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true'];
  const run = spawnSync('bwrap', call, { encoding: 'utf8' });
  if (run.status === 0) return null;
  return `bwrap cannot make one here (${run.stderr.trim().split('\n')[0] ?? 'it does not start'})`;
}

export function cageCall(cage: Cage, job: CageJob): RunnerCall {
  if (cage === 'bwrap') return bwrapCall(job);
  const env = { PATH: process.env['PATH'] ?? '', LAB_TARGET: job.lessons };
  if (cage === 'none' || !isRoot())
    return { file: process.execPath, args: job.args, env: { ...env, TMPDIR: dirname(job.lessons) } };
  const build = join(dirname(job.lessons), 'build');
  mkdirSync(build);
  chownSync(build, uidOf(cage, job.slot), uidOf(cage, job.slot));
  const [file = '', ...args] = [...limits(), ...asUser(cage, job.slot), process.execPath, ...job.args];
  const own = { HOME: build, TMPDIR: build, LAB_BUILD_DIR: build, ESBUILD_BINARY_PATH: sealedCompiler(job.lessons) };
  return { file, args, env: { ...env, ...own, LAB_CAGED: '1' } };
}

/** The largest file of a test is sparse: 4 GiB. */
const limits = (): string[] => ['prlimit', `--nproc=${MAX_PROCESSES}`, `--fsize=${8192 * MB}`, '--core=0', '--'];

const asUser = (cage: Cage, slot: number): string[] => [
  'setpriv',
  `--reuid=${uidOf(cage, slot)}`,
  `--regid=${uidOf(cage, slot)}`,
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--',
];

/** Where Node is seen in a cage. One outside of /usr may stand in a folder that is its owner's alone, or below /tmp. */
function nodeInCage(): { readonly file: string; readonly options: readonly string[] } {
  const { execPath } = process;
  if (execPath.startsWith('/usr/')) return { file: execPath, options: [] };
  const file = join(CAGE_NODE, 'bin', 'node');
  const libraries = join(dirname(execPath), '..', 'lib'); // a Node that is not linked statically looks for them there
  const options = [
    ...[CAGE_NODE, dirname(file)].flatMap((path) => ['--perms', '0755', '--dir', path]), // without a mode they are root's alone
    ...['--ro-bind', execPath, file, '--ro-bind-try', libraries, join(CAGE_NODE, 'lib')],
  ];
  return { file, options };
}

/** The lab is seen at /lab, read-only, with the submission's lessons in it; memory backs the few places to write. */
function bwrapCall({ args, lessons, slot }: CageJob): RunnerCall {
  const node = nodeInCage();
  const roots = SYSTEM.filter((path) => existsSync(path));
  const scratch = (megabytes: number, path: string): string[] => [
    ...['--size', String(megabytes * MB), '--perms', '1777', '--tmpfs', path],
  ];
  const options = [
    ...['--die-with-parent', '--new-session', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
    ...['--unshare-cgroup-try', '--hostname', 'lab'],
    ...roots.flatMap((path) => ['--ro-bind', path, path]),
    ...node.options,
    ...['--proc', '/proc', '--dev', '/dev', ...scratch(64, '/dev/shm'), '--remount-ro', '/dev'],
    ...scratch(512, '/tmp'),
    ...['--perms', '0755', '--dir', '/lab'],
    ...TREE.flatMap((name) => ['--ro-bind', join(PROJECT, name), `/lab/${name}`]),
    ...(existsSync(MISTAKES) ? ['--tmpfs', '/lab/test/mistakes'] : []), // edits of the references
    ...[
      '--ro-bind',
      lessons,
      '/lab/lessons',
      '--ro-bind',
      sealedCompiler(lessons),
      CAGE_COMPILER,
      ...builtRunner(),
      ...scratch(256, '/lab/.lab/build'),
    ],
    ...['--remount-ro', '/', '--chdir', '/lab', '--'],
    ...limits(),
    ...(isRoot() ? asUser('bwrap', slot) : []),
  ];
  return {
    file: 'bwrap',
    args: [...options, node.file, ...args],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/tmp',
      TMPDIR: '/tmp',
      LAB_CAGED: '1',
      ESBUILD_BINARY_PATH: CAGE_COMPILER,
      LAB_PROJECT: '/lab',
      LAB_TARGET: 'lessons',
    },
  };
}

/** What was built of the tests, where a submission can change neither them nor their folders. */
function builtRunner(): string[] {
  const folder = builtFolder();
  if (folder === null) return [];
  const parents = folder.split('/').map((_, i, names) => `/lab/${names.slice(0, i + 1).join('/')}`);
  // Without a mode they are root's alone.
  return [
    ...parents.slice(0, -1).flatMap((path) => ['--perms', '0755', '--dir', path]),
    '--ro-bind',
    join(PROJECT, folder),
    `/lab/${folder}`,
  ];
}

/** Ends processes and removes files that a submission has left. (A bubblewrap cage ends with its first process, and nothing can leave it.) */
export function emptyCage(cage: Cage, slot: number): void {
  if (cage !== 'container' || !isRoot()) return;
  // As that user: kill(-1) signals all processes of the user at once, however fast they fork, and spares the caller. kill(2)
  spawnSync('setpriv', [...asUser(cage, slot).slice(1, 4), '--', '/bin/sh', '-c', 'kill -KILL -1']);
  const folders = ['/tmp', '/var/tmp', '/dev/shm'].filter((path) => existsSync(path));
  spawnSync('find', [...folders, '-xdev', '-user', String(uidOf(cage, slot)), '-delete']);
}
