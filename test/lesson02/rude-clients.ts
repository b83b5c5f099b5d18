import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { processInfo, zombieStatus } from '../../src/kit/kernel/proc.ts';
import { stillServes } from '../support/echo.ts';
import { alive, childOf, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.4',
  6,
  'survives a client that resets',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const stays = await bench.connect(server);
    await stays.exchange(HELLO);
    const rude = await bench.connect(server);
    await bench.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
    const child = childOf(bench, server);
    await bench.step('froze the parent; the second client reset; its child has ended', () =>
      server.frozen(async () => {
        rude.reset();
        await server.waitFor('the child to end', () => !alive(server).some(({ pid }) => pid === child));
        const status = zombieStatus(child);
        bench.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}`,
          looksLike: status === 'signal 13' ? 'L02-B09' : undefined,
        });
      }),
    );
    await server.output.caughtUp();
    bench.expect(!server.log.some((line) => /^\d+ died of/.test(line)), {
      expected: 'the child to deal with the error and log it',
      saw: `an error that nobody caught: ${server.log.find((line) => /^\d+ died of/.test(line))}`,
    });
    await bench.step('the first client got another echo', () => stays.exchange(HELLO));
    await stillServes(bench, server, 'L02-B04', 'L02-B09');
  },
  { needs: [TWO] },
);

graded(
  '02.4',
  6,
  'does not let SIGPIPE end the child of a client that has closed',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const hasty = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => hasty.exchange(HELLO));
    const child = childOf(bench, server);
    await bench.step('froze both processes; the client sent 20,000 bytes and closed', () =>
      server.frozen(async () => {
        process.kill(child, 'SIGSTOP');
        await server.waitFor('the child to stop', () => processInfo(child)?.state === 'T');
        await hasty.send(patternBytes(20_000));
        await hasty.leave();
        process.kill(child, 'SIGCONT');
        bench.note('thawed the child: its first write is answered with an RST, the next one meets a broken pipe');
        await server.waitFor('the child to end', () => alive(server).length === 0);
        const status = zombieStatus(child);
        bench.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}${status === 'signal 13' ? ' (SIGPIPE)' : ''}`,
          looksLike: status === 'signal 13' ? 'L02-B09' : undefined,
        });
      }),
    );
    await stillServes(bench, server, 'L02-B04', 'L02-B09');
  },
  { needs: [TWO] },
);
