import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetFile } from '../../src/grading/target.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { PROJECT } from '../../src/host/project.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { BUILD_DIR } from '../../src/kit/process/build.ts';
import { type Diagnose, describeExit } from '../../src/kit/situation.ts';
import type { Problem } from './decoder-compare.ts';
import type { EncoderProblem } from './encoder-check.ts';

/** The seed of this run; `LAB_SEED` takes it back. */
const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);

/** Writes a program that hands the learner's functions of one file to one of our checks. */
function checker(name: string, check: string): string {
  const file = targetFile('05', name);
  mkdirSync(BUILD_DIR, { recursive: true }); // a cage lets us write only there
  const path = join(BUILD_DIR, `${check}-${createHash('sha256').update(file).digest('hex').slice(0, 12)}.ts`);
  const ours = join(PROJECT, 'test', 'lesson05', `${check}.ts`);
  // A draft and a rename, because another program may be reading the file of an earlier test.
  const draft = `${path}.${process.pid}`;
  writeFileSync(
    draft,
    `import * as theirs from ${JSON.stringify(file)};\nimport { run } from ${JSON.stringify(ours)};\nrun(theirs);\n`,
  );
  renameSync(draft, path);
  return path;
}

/** Runs a check in a process of its own. Returns the answers that came: the first one, and perhaps later ones. */
async function check<T>(
  t: TestContext,
  path: string,
  args: readonly string[],
  quadratic?: string,
): Promise<readonly (T | null)[]> {
  const program = await t.watch(path, { args });
  const diagnose: Diagnose = ({ kind }) => (kind === 'busy' && grows(program) ? quadratic : undefined);
  program.asked = true;
  const answers = (): string[] =>
    program.output.out.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  try {
    await program.waitFor('the check to come to its end', () => program.exited, {
      alive: false,
      within: LONG_MS,
      diagnose,
    });
    await program.exit();
  } catch (error) {
    if (answers().length === 0) throw error;
  }
  t.expect(answers().length > 0, () => ({
    expected: 'the check to come to its end',
    saw: program.overrun ?? `the program with the check ${describeExit(program.exited)}: ${program.log.at(-1) ?? ''}`,
  }));
  return answers().map((line) => (JSON.parse(line) as { problem: T | null }).problem);
}

/** The limit of CPU time ends a check before, unless the machine is very busy. */
const LONG_MS = 45_000;

/**
 * Whether late pieces of a message cost much more than early ones: fifty times as much when each piece copies everything
 * before it. An endless loop prints no further costs.
 */
function grows(program: ObservedProgram): boolean {
  const costs = [...program.output.out.matchAll(/^\d+ pieces cost ([\d.]+) ms$/gm)].map(([, ms]) => Number(ms));
  return Math.min(...costs.slice(-3)) > 5 * Math.min(...costs);
}

/** Cheap questions are asked together, and their answers kept. */
const TOGETHER = ['cuts', 'end', 'bound'];

export async function checkDecoder(
  t: TestContext,
  framing: string,
  what: string,
  quadratic?: string,
): Promise<Problem | null> {
  const before = t.memo.get(`${framing} ${what}`);
  if (before !== undefined) return before as Problem | null;
  const questions = what === TOGETHER[0] ? TOGETHER : [what];
  const args = [framing, String(seed), ...questions];
  const answers = await check<Problem>(t, checker('decoders.ts', 'decoder-check'), args, quadratic);
  for (const [i, problem] of answers.entries()) t.memo.set(`${framing} ${questions[i]}`, problem);
  return answers[0] ?? null;
}

export async function checkEncoder(t: TestContext, framing: string): Promise<EncoderProblem | null> {
  const [problem = null] = await check<EncoderProblem>(t, checker('encoders.ts', 'encoder-check'), [framing]);
  return problem;
}
