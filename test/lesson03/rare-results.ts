import type { TestContext } from '../../src/grading/test-context.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';
import { ACCEPTS, READS, WAITS, WRITES } from '../support/calls.ts';
import { READS as RETURNS, TRY } from './lesson.ts';
import { gradedTry, resultOf, silentPeer, tried } from './try.ts';

/** One call of a reader, an acceptor or a writer finds that nothing is there, although select has reported its descriptor. */
const NOTHING_THERE = {
  read: [{ calls: READS, error: 'EAGAIN', at: [1] }],
  accept: [{ calls: ACCEPTS, error: 'EAGAIN', at: [1] }],
  // The first write is the line of try.ts on standard output.
  write: [
    { calls: WRITES.filter((name) => name !== 'write'), error: 'EAGAIN', at: [1] },
    { calls: ['write'], error: 'EAGAIN', at: [2] },
  ],
} as const;

gradedTry(
  '03.1',
  2,
  'waits again when a ready descriptor has nothing after all',
  async (t: TestContext) => {
    const expectResult = (result: string | null, expected: RegExp): void =>
      t.expect(expected.test(result ?? ''), {
        expected: `another wait after null, and then "${expected.source.replaceAll(/[\\^$]/g, '')}"`,
        saw: result ?? 'nothing',
        looksLike: 'null-returned',
      });
    const peer = await silentPeer();
    try {
      const args = ['--port', String(peer.port), '--ms'];
      const read = await tried(
        t,
        ['--call', 'read', ...args, '0'],
        async (program) => {
          await program.waitFor('the connection', () => peer.socket());
          peer.socket()?.write('hello');
          t.note('sent 5 bytes; the first read of this run finds nothing');
        },
        NOTHING_THERE.read,
      );
      expectResult(read.result, /^5 bytes$/);
      const write = await tried(t, ['--call', 'write', ...args, '200'], undefined, NOTHING_THERE.write);
      t.note('the first write to the connection finds no room');
      expectResult(write.result, /^ETIMEDOUT$/);
    } finally {
      peer.close();
    }
    const program = await t.start(TRY, { args: ['--call', 'accept', '--ms', '0'], faults: NOTHING_THERE.accept });
    await t.connect(program);
    const result = await t.step('a client connected; the first accept of this run finds no connection', () =>
      resultOf(program),
    );
    expectResult(result, /^accepted fd \d+$/);
  },
  { needs: [RETURNS] },
);

gradedTry(
  '03.1',
  2,
  'readTimeout: throws an error of select that is no interruption',
  async (t: TestContext) => {
    const peer = await silentPeer();
    try {
      const args = ['--call', 'read', '--port', String(peer.port), '--ms', '200'];
      const { result } = await tried(t, args, undefined, [{ calls: WAITS, error: 'ENOMEM', at: [1] }]);
      t.expect(result === 'ENOMEM', {
        expected: 'ENOMEM, with which the first wait of this run failed',
        saw: result,
        looksLike: 'every-error',
      });
    } finally {
      peer.close();
    }
  },
  { needs: [RETURNS] },
);

gradedTry(
  '03.1',
  2,
  'writeTimeout: throws EPIPE when the peer has gone',
  async (t: TestContext) => {
    const peer = await silentPeer();
    try {
      const { result } = await tried(
        t,
        ['--call', 'write', '--port', String(peer.port), '--ms', '0'],
        async (program) => {
          await t.step('the peer reads nothing; the program waits for room', () => program.quiet());
          const socket = await program.waitFor('the connection', () => peer.socket());
          const { localPort = 0, remotePort = 0 } = socket;
          socket.end();
          await program.waitFor('the FIN to arrive', () => rowBetween(remotePort, localPort)?.state === 'CLOSE_WAIT');
          socket.resetAndDestroy();
          t.note('the peer ended its direction, and then reset the connection');
        },
      );
      t.expect(result === 'EPIPE', {
        expected: 'EPIPE',
        saw: result,
        looksLike: result.includes('SIGPIPE') ? 'sigpipe' : undefined,
      });
    } finally {
      peer.close();
    }
  },
  { needs: ['writeTimeout: gives up on a peer that does not read'] },
);
