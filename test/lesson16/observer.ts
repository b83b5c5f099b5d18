/** What observe.ts says of a table. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { OBSERVE } from './lesson.ts';

/** A line of observe.ts, cut into its parts. */
export interface Told {
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  /** All parts, to find one by its words. */
  readonly parts: readonly string[];
  readonly line: string;
}

function toldIn(line: string): Told {
  const parts = line.split('  ');
  const [state = '', local = '', remote = ''] = parts;
  return { state, local, remote, parts, line };
}

/** The number before a word: 5 of `5 unread`; null without such a part. */
export function countOf({ parts }: Told, word: string): number | null {
  const part = parts.find((one) => one.endsWith(` ${word}`));
  return part === undefined ? null : Number(part.slice(0, -word.length - 1));
}

/** Runs observe.ts to its end. */
export async function observed(t: TestContext, args: readonly string[]): Promise<Told[]> {
  const program = await t.watch(OBSERVE, { args });
  const exit = await t.step(`observe.ts ${args.includes('--port') ? args.join(' ') : ''}`.trim(), () => program.exit());
  t.expect(exit.code === 0, {
    expected: 'exit status 0',
    saw: `observe.ts ${describeExit(exit)}: ${program.log.at(-1) ?? ''}`,
  });
  return program.output.out
    .split('\n')
    .filter((line) => line !== '')
    .map(toldIn);
}

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

export interface Made {
  readonly local: string;
  readonly remote: string;
  /** All columns from the state on, as the kernel prints them. */
  readonly rest: string;
}

/** A line of the kernel's table. */
const lineOf = ({ local, remote, rest }: Made, i: number): string =>
  `${String(i).padStart(4)}: ${local} ${remote} ${rest}`;

/** What observe.ts says of these two tables, which this test has made up. */
export async function toldOf(t: TestContext, tcp: readonly Made[], tcp6: readonly Made[] = []): Promise<Told[]> {
  const folder = makeScratch();
  try {
    for (const [name, rows] of [
      ['tcp', tcp],
      ['tcp6', tcp6],
    ] as const)
      writeFileSync(join(folder, name), `${[HEAD, ...rows.map(lineOf)].join('\n')}\n`);
    t.note(`wrote a table with ${tcp.length + tcp6.length} rows`);
    for (const [i, row] of [...tcp, ...tcp6].entries()) t.note(lineOf(row, i).trim().slice(0, 100));
    return await observed(t, ['--tables', folder]);
  } finally {
    removeScratch(folder);
  }
}
