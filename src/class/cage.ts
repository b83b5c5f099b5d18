import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunnerCall } from '../grading/runner/graded-run.ts';
import { onPath } from '../host/on-path.ts';
import { PROJECT } from '../host/project.ts';
import { EXIT, Stop } from '../host/stop.ts';

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
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc'];

const isRoot = (): boolean => process.getuid?.() === 0;
const uidOf = (cage: Cage, slot: number): number => FIRST_UID[cage] + slot;

/** The cage that was asked for; bubblewrap by default. */
export function chooseCage(wanted: string | undefined): Cage {
  if (wanted !== undefined && !(CAGES as readonly string[]).includes(wanted))
    throw new Stop(`There is no cage "${wanted}": there are ${CAGES.join(', ')}.`, EXIT.usage);
  if (wanted === 'container' || wanted === 'none') return wanted as Cage;
  const problem = bwrapProblem();
  if (problem === null) return 'bwrap';
  throw new Stop(
    `Submissions run in a cage made by bubblewrap, and ${problem}. On a machine that is there for one submission alone, a container for one, say cage=container.`,
  );
}

/** Why bubblewrap cannot be used here, or null. */
export function bwrapProblem(): string | null {
  if (!onPath('bwrap')) return 'bwrap is not installed (apt-get install bubblewrap)';
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
  return { file, args, env: { ...env, HOME: build, TMPDIR: build, LAB_BUILD_DIR: build, LAB_CAGED: '1' } };
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

/** The lab is mounted at /lab, read-only, with the submission's lessons in it; the few writable folders are in memory. */
function bwrapCall({ args, lessons, slot }: CageJob): RunnerCall {
  const node = dirname(dirname(process.execPath));
  const roots = [...SYSTEM, ...(node === '/usr' ? [] : [node])].filter((path) => existsSync(path));
  const scratch = (megabytes: number, path: string): string[] => [
    ...['--size', String(megabytes * MB), '--perms', '1777', '--tmpfs', path],
  ];
  const options = [
    ...['--die-with-parent', '--new-session', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
    ...['--unshare-cgroup-try', '--hostname', 'lab'],
    ...roots.flatMap((path) => ['--ro-bind', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', ...scratch(64, '/dev/shm'), '--remount-ro', '/dev'],
    ...scratch(512, '/tmp'),
    ...['--perms', '0755', '--dir', '/lab'],
    ...TREE.flatMap((name) => ['--ro-bind', join(PROJECT, name), `/lab/${name}`]),
    ...['--ro-bind', lessons, '/lab/lessons', ...scratch(256, '/lab/.lab')],
    ...['--remount-ro', '/', '--chdir', '/lab', '--'],
    ...limits(),
    ...(isRoot() ? asUser('bwrap', slot) : []),
  ];
  return {
    file: 'bwrap',
    args: [...options, process.execPath, ...args],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/tmp',
      LAB_CAGED: '1',
      LAB_TARGET: 'lessons',
    },
  };
}

/** Ends processes and removes files that a submission has left. (A bubblewrap cage ends with its first process, and nothing can leave it.) */
export function emptyCage(cage: Cage, slot: number): void {
  if (cage !== 'container' || !isRoot()) return;
  // As that user: kill(-1) signals all processes of the user at once, however fast they fork, and spares the caller. kill(2)
  spawnSync('setpriv', [...asUser(cage, slot).slice(1, 4), '--', '/bin/sh', '-c', 'kill -KILL -1']);
  const folders = ['/tmp', '/var/tmp', '/dev/shm'].filter((path) => existsSync(path));
  spawnSync('find', [...folders, '-xdev', '-user', String(uidOf(cage, slot)), '-delete']);
}
