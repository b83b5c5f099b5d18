import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo, zombieStatus } from '../../src/kit/kernel/proc.ts';
import { bugAt, expectChildEndsByBug } from '../support/bugs.ts';
import { READS } from '../support/calls.ts';
import { stillServes } from '../support/echo.ts';
import { alive, childOf, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.4',
  5,
  'survives a client that resets',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const stays = await t.connect(server);
    await stays.exchange(HELLO);
    const rude = await t.connect(server);
    await t.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
    const child = childOf(t, server, rude);
    await t.step('froze the parent; the second client reset; its child has ended', () =>
      server.frozen(async () => {
        rude.reset();
        await server.waitFor('the child to end', () => !alive(server).some(({ pid }) => pid === child));
        const status = zombieStatus(child);
        t.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}`,
          looksLike: status === 'signal 13' ? 'sigpipe' : undefined,
        });
      }),
    );
    await server.output.caughtUp();
    const [death] = server.deaths;
    t.expect(death === undefined, {
      expected: 'the child to catch the error and log it',
      saw: `an error that was not caught: ${death?.message}`,
    });
    await t.step('the first client got another echo', () => stays.exchange(HELLO));
    await stillServes(t, server, 'fatal-eintr', 'sigpipe');
  },
  { needs: [TWO] },
);

graded(
  '02.4',
  5,
  'survives SIGPIPE in the child of a client that has closed',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const hasty = await t.connect(server);
    await t.step('connected a client; it got its echo', () => hasty.exchange(HELLO));
    const child = childOf(t, server, hasty);
    await t.step('froze both processes; the client sent 20,000 bytes and closed', () =>
      server.frozen(async () => {
        process.kill(child, 'SIGSTOP');
        await server.waitFor('the child to stop', () => processInfo(child)?.state === 'T');
        await hasty.send(patternBytes(20_000));
        await hasty.leave();
        process.kill(child, 'SIGCONT');
        t.note('thawed the child: the client answers its first write with an RST; the next write finds a broken pipe');
        await server.waitFor('the child to end', () => alive(server).length === 0);
        const status = zombieStatus(child);
        t.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}${status === 'signal 13' ? ' (SIGPIPE)' : ''}`,
          looksLike: status === 'signal 13' ? 'sigpipe' : undefined,
        });
      }),
    );
    await stillServes(t, server, 'fatal-eintr', 'sigpipe');
  },
  { needs: [TWO] },
);

graded(
  '02.4',
  2,
  'ends a child on an error that is a bug, and says so',
  async (t: TestContext) => {
    const server = await t.start(SERVER, bugAt(...READS));
    const client = await t.connect(server);
    await client.send(HELLO);
    t.note(
      'connected a client, which sent 5 bytes; the first read of its child throws an Error that is no SystemError',
    );
    await expectChildEndsByBug(t, server, 'bug-swallowed');
  },
  { needs: [TWO] },
);
