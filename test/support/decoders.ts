import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../src/kit/project.ts';
import { describeExit } from '../../src/kit/server.ts';
import type { Bench } from './bench.ts';
import type { Problem } from './decoder-check.ts';
import { targetFile } from './target.ts';

/** The seed of this run; `LAB_SEED` takes it back. */
export const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);

/** A program that checks the target's decoders. */
function checker(): string {
  const file = targetFile('05', 'decoders.ts');
  const folder = join(PROJECT, '.lab', 'checks');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `decoders-${createHash('sha256').update(file).digest('hex').slice(0, 12)}.ts`);
  writeFileSync(
    path,
    `import * as decoders from ${JSON.stringify(file)};\nimport { run } from ${JSON.stringify(join(PROJECT, 'test', 'support', 'decoder-check.ts'))};\nrun(decoders);\n`,
  );
  return path;
}

/** Lets the decoder of one framing be checked in a process of its own. Returns what was found. */
export async function checkDecoder(bench: Bench, framing: string, what: string, busy: string): Promise<Problem | null> {
  const program = await bench.watch(checker(), { args: [framing, what, String(seed)] });
  const exit = await program.exit((seen) => (seen.kind === 'busy' ? busy : undefined));
  const answer = program.output.out.trim();
  bench.expect(exit.code === 0 && answer.startsWith('{'), {
    expected: 'the decoder to be tried to the end',
    saw: `the program that tries it ${describeExit(exit)}: ${program.log.filter((line) => line !== '').slice(-1)[0] ?? ''}`,
  });
  return (JSON.parse(answer) as { problem: Problem | null }).problem;
}
