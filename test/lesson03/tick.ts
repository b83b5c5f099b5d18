import { until } from '../../src/kit/wait.ts';
import type { Bench } from '../support/bench.ts';
import { graded, HELLO, SERVER, SERVES } from './lesson.ts';

const TICK = 600;

const ticks = (log: readonly string[]): number => log.filter((line) => /tick/.test(line)).length;

graded(
  '03.5',
  5,
  'ticks while nobody says anything, and sleeps between two ticks',
  async (bench: Bench) => {
    const began = performance.now();
    const server = await bench.start(SERVER, { args: ['--tick', String(TICK)] });
    await bench.step(`with --tick ${TICK}: waited for the first tick`, async () => {
      const seen = await until(() => ticks(server.log) >= 1, 15_000);
      bench.expect(seen !== null, {
        expected: 'a line with "tick" in the log',
        saw: 'none in 15 s',
        kernel: server.describeProcesses(),
      });
    });
    await bench.step('it sleeps until the next one', () => server.quiet(() => 'L03-B03'));
    await bench.step('and ticks again', () => until(() => ticks(server.log) >= 2 || server.exited !== null, 15_000));
    const count = ticks(server.log);
    const due = Math.floor((performance.now() - began) / TICK) + 1;
    bench.expect(count >= 2 && count <= due, {
      expected: `two ticks or more, and at most ${due} in the time since it was started`,
      saw: `${count}`,
      looksLike: count > due ? 'L03-B15' : undefined,
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.5',
  5,
  'ticks while a client talks without a pause',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { args: ['--tick', String(TICK)] });
    const client = await bench.connect(server);
    const deadline = performance.now() + 15_000;
    await bench.step(
      `with --tick ${TICK}: a client exchanged 5 bytes again and again, until the server had ticked twice`,
      async () => {
        while (ticks(server.log) < 2 && performance.now() < deadline) await client.exchange(HELLO);
      },
    );
    bench.expect(ticks(server.log) >= 2, {
      expected: 'two ticks',
      saw: `${ticks(server.log)} in 15 s`,
      looksLike: 'L03-B17',
    });
  },
  { needs: [SERVES, 'ticks while nobody says anything, and sleeps between two ticks'] },
);
