import type { Server } from '../../src/kit/server.ts';
import type { Bench } from '../support/bench.ts';
import { TRY } from './lesson.ts';

/** What try.ts has printed, without its first line. */
export const said = (program: Server): string[] => program.output.out.split('\n').slice(1, -1);

/** Gives commands to try.ts and waits for as many lines. */
export async function told(program: Server, commands: readonly string[], lines: number): Promise<string[]> {
  const before = said(program).length;
  program.stdin?.write(commands.map((line) => `${line}\n`).join(''));
  await program.waitFor(`${lines} lines`, () => said(program).length >= before + lines);
  return said(program).slice(before);
}

export async function queueOf(bench: Bench, args: readonly string[]): Promise<Server> {
  const program = await bench.watch(TRY, { args });
  bench.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('"ready"', () => program.output.out.includes('ready\n'));
  return program;
}
