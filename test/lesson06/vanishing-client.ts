import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { processInfo, zombieStatus } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { bugAt, expectChildEndsByBug } from '../support/bugs.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';
import { graded, RESETS, SERVER, SERVES } from './lesson.ts';

/** A client asks for a big file and reads nothing, so that its child sleeps in write. */
async function stalled(
  t: TestContext,
  server: ObservedProgram,
): Promise<{ peer: Awaited<ReturnType<TestContext['connect']>>; child: number }> {
  const peer = await t.connect(server, { receiveBuffer: 4096 });
  await peer.send(trainOf('big'));
  await server.waitFor(
    'the child to fill all queues',
    () => server.children().length > 0 && (peer.row?.rxQueue ?? 0) > 0,
  );
  await server.quiet();
  const child = server.children().at(-1);
  t.expect(child !== undefined, { expected: 'a child that sends the file', saw: 'no child' });
  return { peer, child: child.pid };
}

/** The child exits by itself, the parent lives, and the next client gets its file. */
async function survived(
  t: TestContext,
  server: ObservedProgram,
  child: number,
  act: () => Promise<void>,
): Promise<void> {
  const status = await server.frozen(async () => {
    await act();
    await t.step('the child ends', () =>
      server.waitFor('the child to end', () => (processInfo(child)?.state ?? 'Z') === 'Z'),
    );
    return zombieStatus(child);
  });
  t.expect(status === null || status === 'status 1', {
    expected: 'the child to exit with status 1',
    saw: `it ended with ${status}${status === 'signal 13' ? ' (SIGPIPE)' : ''}`,
    looksLike: status === 'signal 13' ? 'sigpipe' : undefined,
  });
  await server.output.caughtUp();
  const [death] = server.deaths;
  t.expect(death === undefined, {
    expected: 'the child to catch the error and log it',
    saw: `an error that was not caught: ${death?.message}`,
    looksLike: 'fatal-reset',
  });
  const next = await t.connect(server);
  const answer = await t.step('another client asks for a file', () => ask(next, 'small'));
  expectFile(answer, 'small', patternBytes(3000));
}

for (const [title, how] of [
  [RESETS, 'reset'],
  ['survives a client that closes in the middle of a file', 'close'],
] as const) {
  graded(
    '06.5',
    3,
    title,
    (t: TestContext) =>
      inFolder(async (folder) => {
        writeFileSync(join(folder, 'big'), '');
        truncateSync(join(folder, 'big'), 50_000_000);
        writeFileSync(join(folder, 'small'), patternBytes(3000));
        const server = await t.start(SERVER, { args: ['--dir', folder] });
        const { peer, child } = await t.step('a client asked for 50 MB and read nothing', () => stalled(t, server));
        await survived(t, server, child, async () => {
          if (how === 'reset') {
            peer.reset();
            t.note('the client reset the connection');
            return;
          }
          process.kill(child, 'SIGSTOP');
          await server.waitFor('the child to stop', () => processInfo(child)?.state === 'T');
          await server.waitFor('empty queues', () => {
            peer.pump();
            return peer.serverRow?.txQueue === 0 && peer.row?.rxQueue === 0;
          });
          peer.close();
          process.kill(child, 'SIGCONT');
          t.note('froze the child; the client read all bytes under way, and closed; thawed the child');
        });
      }),
    { needs: [SERVES] },
  );
}

graded(
  '06.5',
  2,
  'ends a child on an error that is a bug, and says so',
  (t: TestContext) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'small'), patternBytes(3000));
      const server = await t.start(SERVER, { args: ['--dir', folder], ...bugAt('open') });
      const peer = await t.connect(server);
      await peer.send(trainOf('small'));
      t.note('a client asked for a file; open throws an Error that is no SystemError');
      await expectChildEndsByBug(t, server, 'bug-swallowed');
    }),
  { needs: [SERVES] },
);
