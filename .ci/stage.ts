import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Outcome } from '../src/cli/house/outcome.ts';

export interface Stage {
  readonly command: readonly string[];
  /** Arguments of the whole stage; those of one failure stand in their place when that is run again. */
  readonly args?: readonly string[];
  /** The name of a stage that counts nothing itself, and is run again as a whole. */
  readonly whole?: string;
}

export interface Judged {
  readonly passed: number;
  readonly failed: number;
  /** Names of what failed at first and passed alone. */
  readonly flaky: readonly string[];
  /** What the first run printed, if something failed in it. */
  readonly log: string;
}

interface Run {
  readonly status: number;
  readonly log: string;
  readonly outcome: Outcome;
}

type Print = (text: string) => void;

/** With more failures than this the cause is hardly chance. */
const MOST_AGAIN = 10;

/** Runs a stage. Each failure that can be run alone is run once more: one that passes then is flaky, and counts as passed. */
export async function judge(stage: Stage, print: Print): Promise<Judged> {
  const { command, args = [], whole } = stage;
  const first = await run([...command, ...args], whole, print);
  const { passed, failed, failures } = first.outcome;
  const again = [...new Set(failures.map((failure) => failure.again))];
  const flaky: string[] = [];
  for (const argument of again.length > MOST_AGAIN ? [] : again) {
    const second = await run([...command, ...(whole === undefined ? [argument] : args)], whole, print);
    if (second.status === 0)
      flaky.push(...failures.filter((failure) => failure.again === argument).map(({ name }) => name));
  }
  for (const name of flaky) print(`flaky: ${name}\n`);
  const left = failed - flaky.length;
  return { passed: passed + flaky.length, failed: left, flaky, log: failed === 0 ? '' : first.log };
}

/** A run that leaves no outcome counts as one, and can be run again only as a whole. */
async function run(words: readonly string[], whole: string | undefined, print: Print): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'outcome-'));
  const file = join(folder, 'outcome.json');
  try {
    print(`\n== ${words.join(' ')}\n`);
    const { status, log } = await execute(words, file, print);
    const left = readOutcome(file);
    if (left === null) {
      const failures = status === 0 || whole === undefined ? [] : [{ name: whole, again: whole }];
      return { status, log, outcome: { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, failures } };
    }
    // A failure that no count shows is one all the same.
    return { status, log, outcome: { ...left, failed: status === 0 ? left.failed : Math.max(1, left.failed) } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function execute(
  [program = '', ...args]: readonly string[],
  outcome: string,
  print: Print,
): Promise<Pick<Run, 'status' | 'log'>> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LAB_OUTCOME: outcome },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      print(text);
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status: status ?? 1, log };
}

function readOutcome(file: string): Outcome | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return null;
  }
}
