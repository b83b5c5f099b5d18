import { close, pidfdGetfd, pidfdOpen } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { childOf, ENDS, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.5',
  6,
  ENDS,
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await t.step('connected a client; it got its echo', () => client.exchange(HELLO));
    const child = childOf(t, server, client);
    const inode = client.serverRow?.inode ?? 0;
    const pidfd = pidfdOpen(child);
    const copy = pidfdGetfd(pidfd, socketInodes(child).get(inode) ?? -1);
    try {
      t.note(`copied the child's descriptor of the connection into another process (pidfd_getfd)`);
      client.halfClose();
      await t.step('the client ended its direction, and read the end of the stream', () =>
        client.expectEnd('eof', () => 'close-only'),
      );
    } finally {
      close(copy);
      close(pidfd);
    }
  },
  { needs: [TWO] },
);

graded(
  '02.5',
  6,
  'hangs up without a reset on a client that still sends',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--limit', '60000'] });
    const client = await t.connect(server, { receiveBuffer: 4096 });
    await server.quiet();
    childOf(t, server, client);
    const bytes = patternBytes(150_000);
    await t.step('with --limit 60000: sent 150,000 bytes and read nothing yet', () => client.send(bytes));
    await t.step('waited until the server was quiet', () => server.quiet());
    await t.step('sent 1,000 bytes more', () => client.send(patternBytes(1000)));
    await server.quiet();
    const unread = () => (client.ending === 'reset' ? 'close-unread' : undefined);
    await t.step('read 60,000 bytes of echo', () => client.expect(bytes.subarray(0, 60_000), unread));
    await t.step('read the end of the stream', () => client.expectEnd('eof', () => unread() ?? 'close-only'));
  },
  { needs: [TWO] },
);
