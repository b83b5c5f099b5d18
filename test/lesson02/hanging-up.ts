import { close, pidfdGetfd, pidfdOpen } from '#sys';
import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { childOf, ENDS, graded, HELLO, SERVER, TWO } from './lesson.ts';

graded(
  '02.5',
  6,
  ENDS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
    const child = childOf(bench, server);
    const inode = client.serverRow?.inode ?? 0;
    const pidfd = pidfdOpen(child);
    const copy = pidfdGetfd(pidfd, socketInodes(child).get(inode) ?? -1);
    try {
      bench.note(`took a copy of the child's connection into another process (pidfd_getfd)`);
      client.halfClose();
      await bench.step('the client ended its direction, and read the end of the stream', () =>
        client.expectEnd('eof', () => 'L02-B14'),
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
  'hangs up without a reset on a client that has more to say',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { args: ['--limit', '60000'] });
    const client = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(150_000);
    await bench.step('with --limit 60000: sent 150,000 bytes and read nothing yet', () => client.send(bytes));
    await bench.step('waited until the server had nothing more to do', () => server.quiet());
    await bench.step('sent 1,000 bytes more', () => client.send(patternBytes(1000)));
    await server.quiet();
    const unread = () => (client.ending === 'reset' ? 'L02-B15' : undefined);
    await bench.step('read 60,000 bytes of echo', () => client.expect(bytes.subarray(0, 60_000), unread));
    await bench.step('read the end of the stream', () => client.expectEnd('eof', () => unread() ?? 'L02-B14'));
  },
  { needs: [TWO] },
);
