/** Hands the learner's machines to request-check.ts, in a program under observation: many requests in one process. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetFile } from '../../src/grading/target.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { PROJECT } from '../../src/host/project.ts';
import { BUILD_DIR } from '../../src/kit/process/build.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Problem } from './request-check.ts';

const HERE = join(PROJECT, 'test', 'lesson12');
/** The limit of CPU time ends a check before, unless the machine is very busy. */
const LONG_MS = 60_000;

/** Questions that are asked together; their answers are kept for later tests. */
const TOGETHER: readonly (readonly string[])[] = [
  ['line-cuts', 'line-strict', 'line-limit', 'line-long'],
  ['heads', 'heads-cut', 'limits', 'fresh'],
  ['bodies', 'bodies-cut', 'followed', 'content', 'large', 'long'],
];

/** Writes the program that imports the learner's files. */
function checker(): string {
  const path = (name: string): string => JSON.stringify(targetFile('12', name));
  const text = `import { Lines } from ${path('lines.ts')};
import { RequestParser } from ${path('request.ts')};
import { BodyReader, framingOf } from ${path('body.ts')};
import { run } from ${JSON.stringify(join(HERE, 'request-check.ts'))};
run({ Lines, RequestParser, BodyReader, framingOf });
`;
  mkdirSync(BUILD_DIR, { recursive: true }); // a cage lets us write only there
  const program = join(BUILD_DIR, `request-check-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.ts`);
  // A draft and a rename, because another program may be reading the file of an earlier test.
  const draft = `${program}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, program);
  return program;
}

async function ask(t: TestContext, questions: readonly string[]): Promise<readonly (Problem | null)[]> {
  const program = await t.watch(checker(), { args: [HERE, ...questions] });
  program.asked = true;
  const answers = (): string[] => program.output.out.split('\n').filter((line) => line.startsWith('{'));
  try {
    await program.waitFor('the check to come to its end', () => program.exited, { alive: false, within: LONG_MS });
    await program.exit();
  } catch (error) {
    if (answers().length === 0) throw error;
  }
  t.expect(answers().length > 0, () => ({
    expected: 'the check to come to its end',
    saw: program.overrun ?? `the program with the check ${describeExit(program.exited)}: ${program.log.at(-1) ?? ''}`,
  }));
  return answers().map((line) => (JSON.parse(line) as { problem: Problem | null }).problem);
}

/** The answer to a question about the learner's machines; null when there is nothing to find. */
export async function checkMachines(t: TestContext, what: string): Promise<Problem | null> {
  const known = t.memo.get(what);
  if (known !== undefined) return known as Problem | null;
  const together = TOGETHER.find((questions) => questions[0] === what) ?? [what];
  const answers = await ask(t, together);
  for (const [i, problem] of answers.entries()) t.memo.set(together[i] ?? '', problem);
  return answers[0] ?? null;
}
