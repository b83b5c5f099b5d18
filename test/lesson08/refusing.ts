import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, SERVES } from './lesson.ts';
import { queueOf, told } from './try.ts';

graded(
  '08.6',
  2,
  'a queue that is full or stopped refuses jobs, and wakes no thread for them',
  async (t: TestContext) => {
    const recording = t.record();
    const program = await queueOf(t, ['--capacity', '2'], recording.env);
    const steps = [
      ['ask 1', 'taken 1'],
      ['ask 2', 'taken 2'],
      ['ask 3', 'refused 3'],
      ['take', 'took 1'],
      ['stop; ask 4', 'refused 4'],
      ['take', 'took 2'],
      ['take', 'took null'],
    ] as const;
    const lines = await t.step(
      'capacity 2: offered jobs, took them, stopped the queue, took those that were left',
      () =>
        told(
          program,
          steps.flatMap(([commands]) => commands.split('; ')),
          steps.length,
        ),
    );
    for (const [i, [command, wanted]] of steps.entries()) {
      t.expect(lines[i] === wanted, {
        expected: `"${wanted}" for "${command}"`,
        saw: `"${lines[i]}"`,
        looksLike: wanted === 'refused 4' ? 'late-job' : wanted.startsWith('took') ? 'queue-dropped' : 'drops',
      });
    }
    const signals = recording.lane(program.pid).filter((event) => isCall(event, 'pthread_cond_signal')).length;
    t.expect(signals === 2, {
      expected: '2 signals for the two jobs that were put, and none for those that were refused',
      saw: `${signals}`,
      looksLike: 'late-job',
    });
  },
  { needs: [SERVES] },
);
