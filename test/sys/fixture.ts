import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { FORK_FLAGS } from '#sys';
import { buildProgram } from '../../src/kit/process/build.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface FixtureRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface FixtureOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the command after it, such as `['unshare', '-n']`. */
  readonly under?: readonly string[];
  /** Load it from its source, and so its threads. Without this it is built to one file, as lesson programs are. */
  readonly fromSource?: boolean;
  /** After this many ms the whole process group is killed. */
  readonly limitMs?: number;
}

/** How many times longer a fixture may take: an emulated machine is slow. */
const PATIENCE = Number(process.env['LAB_PATIENCE'] ?? 1);

/** Variables that would change a fixture's behaviour when the tests themselves run under them. */
const OURS = ['LAB_FAULTS', 'LAB_RUN', 'LAB_TRACE', 'NODE_OPTIONS'];

/**
 * Runs test/sys/fixtures/NAME.ts in a process group of its own, as lesson programs are run: calls that
 * fork or catch signals cannot be made inside the test runner. Nothing of the group survives.
 */
export async function runFixture(name: string, options: FixtureOptions = {}): Promise<FixtureRun> {
  const { args = [], env = {}, under = [], fromSource = false, limitMs = 500_000 } = options;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([key]) => !OURS.includes(key)));
  const file = fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
  const program = fromSource ? ['--import', 'tsx', file] : ['--enable-source-maps', await buildProgram(file)];
  const [command = process.execPath, ...rest] = [...under, process.execPath, ...FORK_FLAGS, ...program, ...args];
  const child = spawn(command, rest, {
    cwd: ROOT,
    detached: true,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is empty, as it should be.
    }
  };
  const limit = setTimeout(killGroup, limitMs * PATIENCE);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // Processes that the fixture has left may hold the pipes open: end them before waiting for the pipes.
    child.on('exit', killGroup);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      resolve({ status, signal, stdout, stderr });
    });
  });
}

/** Runs a fixture that exits with 0 and prints one line of JSON; otherwise fails with its output. */
export async function fixtureResult<T>(name: string, options: FixtureOptions = {}): Promise<T> {
  const run = await runFixture(name, options);
  const line = run.stdout.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0 || !line.startsWith('{')) {
    throw new Error(
      `fixture ${name} ${options.args?.join(' ') ?? ''}: status ${run.status}, signal ${run.signal}\n${run.stdout}\n${run.stderr}`,
    );
  }
  return JSON.parse(line) as T;
}
