/** Servers that are compared: each on the first core, their clients on the second, one after the other. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Running as LessonProgram } from '../../src/cli/terminal/running.ts';

export interface Running {
  readonly port: number;
  readonly pid: number;
  end(): Promise<void> | void;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const ON_SERVER_CORE = ['-a', '-c', '-p', '0'];

/** A lesson program, started without observation, whose polling of /proc would cost both cores about 5 %. */
export async function lessonProgram(path: string, args: readonly string[] = []): Promise<Running> {
  const server = await LessonProgram.start(path, {
    args: ['--port', '0', ...args],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error(`${path} did not listen`);
  execFileSync('taskset', [...ON_SERVER_CORE, String(server.pid)], { stdio: 'ignore' });
  return { port, pid: server.pid, end: () => server.end() };
}

/** A program that prints `listening 127.0.0.1:PORT`, or one with a given port, which `answers` says is ready. */
export async function program(
  command: string,
  args: readonly string[],
  given?: { readonly port: number; readonly answers: (port: number) => boolean },
): Promise<Running> {
  const child: ChildProcess = spawn('taskset', ['-c', '0', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let port = given?.port ?? 0;
  if (given === undefined) {
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    port = Number(/:(\d+)/.exec(line.toString())?.[1]);
  } else {
    child.stdout?.resume();
    for (let i = 0; i < 100 && !given.answers(port); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, pid: child.pid as number, end: () => void child.kill('SIGKILL') };
}

/** What a client on the second core prints. */
export const client = (command: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('taskset', ['-c', '1', command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}`))));
  });

/** The rates of all peers, who take turns. */
export async function measured(
  peers: Readonly<Record<string, () => Promise<Running>>>,
  load: (server: Running) => Promise<number>,
  rounds: number,
): Promise<Record<string, number[]>> {
  const seen: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of Object.entries(peers)) {
      const server = await start();
      try {
        seen[name] = [...(seen[name] ?? []), await load(server)];
      } finally {
        await server.end();
      }
    }
  }
  return seen;
}

export interface Against {
  readonly peer: string;
  readonly values: readonly number[] | undefined;
  /** The least ratio; where there is none, the ratio is for the reader. */
  readonly bar?: number;
}

/** Prints rates and ratios. `missed` says whether a ratio is below its bar. */
export class Rates {
  missed = false;

  row(name: string, values: readonly number[] = [], against?: Against): void {
    const rate = `${Math.round(median(values)).toLocaleString('en-US').padStart(11)} /s`;
    if (against === undefined) {
      process.stdout.write(`${name.padEnd(28)}${rate}\n`);
      return;
    }
    // The median of the ratios of each round: a slow minute of the machine slows all peers alike.
    const ratio = median(values.map((value, round) => value / (against.values?.[round] ?? Number.NaN)));
    const { peer, bar = 0 } = against;
    if (!(ratio >= bar)) this.missed = true; // NaN, if nothing was measured, is a miss too
    process.stdout.write(
      `${name.padEnd(28)}${rate}   ${ratio.toFixed(2)} of ${peer}${bar > 0 ? `, bar ${bar}` : ''}\n`,
    );
  }
}
