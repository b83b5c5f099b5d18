import type { TestContext } from '../../src/grading/test-context.ts';
import { blockedIn } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { graded, ORDER, WAITS_ON, WAKES } from './lesson.ts';
import { expectLocked, queueOf, said } from './try.ts';

const taken = (program: ObservedProgram): string[] => said(program).filter((line) => / takes /.test(line));
const tids = (program: ObservedProgram): number[] =>
  said(program)
    .filter((line) => line.endsWith(' starts'))
    .map((line) => Number(line.split(' ')[1]));

async function threadsOf(t: TestContext, count: number, args: readonly string[] = []): Promise<ObservedProgram> {
  const program = await queueOf(t, ['--threads', String(count), ...args]);
  await program.waitFor(`${count} threads`, () => tids(program).length === count);
  await program.quiet(() => 'polls');
  return program;
}

graded(
  '08.2',
  7,
  WAKES,
  async (t: TestContext) => {
    const program = await threadsOf(t, 3, ['--hold']);
    const calls = tids(program).map((tid) => blockedIn(tid) ?? 'futex');
    t.expect(
      calls.every((call) => call.startsWith('futex')),
      {
        expected: '3 threads asleep in futex(2), in which a condition waits',
        saw: calls.join(', '),
        looksLike: 'polls',
      },
    );
    for (let job = 1; job <= 3; job++) {
      program.stdin?.write(`offer ${job}\n`);
      await t.step(`offered job ${job}; one thread takes it`, () =>
        program.waitFor('a thread to take it', () => taken(program).length === job, {
          diagnose: (seen) => (seen.kind !== 'stuck' ? undefined : job === 1 ? 'no-signal' : 'serves-locked'),
        }),
      );
      await program.quiet(() => 'polls');
    }
    const lines = taken(program);
    t.expect(new Set(lines.map((line) => line.split(' ')[1])).size === 3, {
      expected: 'three jobs taken by three threads, because each thread keeps its job until it is released',
      saw: lines.join(', '),
      looksLike: 'serves-locked',
    });
  },
  { needs: [ORDER] },
);

graded(
  '08.2',
  6,
  WAITS_ON,
  async (t: TestContext) => {
    const program = await threadsOf(t, 3);
    for (let i = 0; i < 3; i++) {
      program.stdin?.write('wake\n');
      await program.quiet(() => 'if-for-while');
    }
    t.note('three broadcasts without a job');
    const wrong = said(program).filter((line) => !line.endsWith(' starts'));
    t.expect(wrong.length === 0 && program.exited === null, {
      expected: 'all three threads asleep again',
      saw: wrong[0] ?? `the program ${describeExit(program.exited)}`,
      looksLike: 'if-for-while',
    });
    program.stdin?.write('offer 5\n');
    await blaming('if-for-while', () =>
      t.step('offered a job', () => program.waitFor('a thread to take it', () => taken(program).length === 1)),
    );
  },
  { needs: [WAKES] },
);

graded(
  '08.2',
  6,
  'several jobs offered at once wake as many threads',
  async (t: TestContext) => {
    const program = await threadsOf(t, 4, ['--hold', '--capacity', '8']);
    for (let round = 1; round <= 20; round++) {
      program.stdin?.write('offer 0 1 2 3\n');
      await program.waitFor('4 jobs for 4 threads', () => taken(program).length === 4 * round, {
        diagnose: () => (taken(program).some((line) => line.endsWith(' takes 0')) ? 'signal-when-empty' : 'zero-none'),
      });
      program.stdin?.write('release 4\n');
      await program.quiet(() => 'polls');
    }
    t.note('20 times: offered jobs 0 to 3 at once; each thread keeps its job until all are taken');
  },
  { needs: [WAKES, WAITS_ON] },
);

graded(
  '08.2',
  5,
  'each job is taken once: none twice, none lost',
  async (t: TestContext) => {
    await expectLocked(t, ['offer', 'take'], 'no-lock');
    const program = await threadsOf(t, 4, ['--capacity', '64']);
    const count = 12_000;
    const jobs = Array.from({ length: count }, (_, i) => i + 1);
    program.stdin?.write(`offer ${jobs.join(' ')}\n`);
    await t.step(`offered ${count} jobs to 4 threads, through a queue for 64`, () =>
      program.waitFor('all jobs to be taken', () => taken(program).length >= count, {
        within: 60_000,
      }),
    );
    await program.quiet(() => 'polls');
    const seen = taken(program)
      .map((line) => Number(line.split(' ')[3]))
      .sort((a, b) => a - b);
    const wrong = seen.findIndex((job, i) => job !== i + 1);
    t.expect(seen.length === count && wrong < 0, {
      expected: `jobs 1 to ${count}, each taken once`,
      saw: `${seen.length} jobs${wrong < 0 ? '' : `; ${seen[wrong]} in the place of ${wrong + 1}`}`,
      looksLike: 'no-lock',
    });
  },
  { needs: [WAKES, WAITS_ON], timeout: 120_000 },
);
