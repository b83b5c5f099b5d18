import { O_CLOEXEC } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors, socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blamingLater } from '../support/echo.ts';
import { ended, workersOf } from '../support/pool.ts';
import { graded, MAKES, PASSES, TRY } from './lesson.ts';

/** Diagnosis of a connection that did not arrive, from the errors in the log and the call in which the worker sleeps. */
async function lost(server: ObservedProgram): Promise<string | undefined> {
  await server.settle();
  const words = server.log.join('\n');
  if (words.includes('EINVAL')) return 'control-layout';
  if (words.includes('no descriptor came')) return 'no-room';
  if (words.includes('EBADF') || words.includes('ENOTSOCK')) return 'fd-number';
  const [worker] = workersOf(server);
  if (worker === undefined) return 'no-room';
  // Asleep in recvmsg: nothing has arrived. In another call: it sleeps on a descriptor that is no connection.
  return (server.blockedIn(worker) ?? 'recvmsg').startsWith('recvmsg') ? 'no-data' : 'fd-number';
}

graded(
  '07.2',
  9,
  PASSES,
  async (t: TestContext) => {
    const server = await t.start(TRY);
    await server.quiet();
    const [worker] = workersOf(server);
    const peer = await t.connect(server);
    await blamingLater(
      () => lost(server),
      () =>
        t.step('connected; the worker greets the client', () =>
          server.waitFor('a line from the worker', () => {
            peer.pump();
            return peer.received.includes('\n');
          }),
        ),
    );
    const [, pid, fd] = /^worker (\d+) has fd (\d+)/.exec(peer.received.toString()) ?? [];
    const inode = peer.serverRow?.inode ?? 0;
    const held = socketInodes(Number(pid)).get(inode);
    t.expect(Number(pid) === worker && held === Number(fd), {
      expected: `worker ${worker} to have the connection, inode ${inode}`,
      saw: peer.received.toString().trim(),
      kernel: [
        `worker ${worker}: ${held === undefined ? 'no descriptor of that inode' : `fd ${held} is inode ${inode}`}`,
      ],
      looksLike: 'fd-number',
    });
    t.note(`fd ${fd} of worker ${pid} and the fd that the parent passed have the same inode, ${inode}`);
  },
  { needs: [MAKES] },
);

graded(
  '07.2',
  5,
  'passes one connection after the other, and sees the end of the channel',
  async (t: TestContext) => {
    const server = await t.start(TRY);
    for (let i = 0; i < 4; i++) {
      const peer = await t.connect(server);
      await blamingLater(
        () => lost(server),
        () => greeted(server, peer),
      );
    }
    await server.quiet();
    server.signal('SIGKILL');
    await server.exit();
    await t.step('served 4 clients in turn; killed the parent, which closes its end of the channel', () =>
      server.waitFor(
        'the worker to exit',
        () => server.processes().every(({ pid, state }) => pid === server.pid || state === 'Z'),
        { alive: false, diagnose: (seen) => (seen.kind === 'busy' ? 'channel-end' : undefined) },
      ),
    );
    await server.output.caughtUp();
    const death = server.deaths.find(({ pid }) => pid !== server.pid);
    t.expect(death === undefined, {
      expected: 'recvFd to return null at the end of the channel, so that the worker exits in good order',
      saw: `an error that was not caught: ${death?.message}`,
      looksLike: 'channel-end',
    });
    await twice(t);
  },
  { needs: [PASSES] },
);

/** The padding of the control data has room for a second descriptor. */
async function twice(t: TestContext): Promise<void> {
  const server = await t.start(TRY, { args: ['--twice'] });
  const peer = await t.connect(server);
  t.note('another parent passes each connection as two descriptors in one message');
  await server.waitFor('a line from the worker', () => {
    peer.pump();
    return peer.received.includes('\n');
  });
  await server.quiet();
  const socket = `socket:[${peer.serverRow?.inode}]`;
  const held = workersOf(server).flatMap((pid) =>
    descriptors(pid).flatMap(({ fd, target }) => (target === socket ? [{ pid, fd }] : [])),
  );
  const open = held.filter(({ pid, fd }) => ((descriptorFlags(pid, fd) ?? 0) & O_CLOEXEC) === 0);
  t.expect(open.length === 0, {
    expected: 'descriptors that are closed on exec, as MSG_CMSG_CLOEXEC asks for',
    saw: `fd ${open.map(({ fd }) => fd).join(' and fd ')} of the worker stays open`,
    looksLike: 'open-on-exec',
  });
  t.expect(held.length === 1, {
    expected: 'the worker to keep one of the two descriptors, and to close the other one',
    saw: `fd ${held.map(({ fd }) => fd).join(' and fd ')} for one connection`,
    looksLike: 'second-kept',
  });
}

/** A client of the greeting worker: it reads the line, ends its direction and sees the end. */
async function greeted(server: ObservedProgram, peer: Peer): Promise<void> {
  await server.waitFor('a line from the worker', () => {
    peer.pump();
    return peer.received.includes('\n') || peer.ending !== 'open';
  });
  peer.halfClose();
  await ended(server, peer, 'the end of the connection');
  peer.close();
}
