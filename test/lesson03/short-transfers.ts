import type { TestContext } from '../../src/grading/test-context.ts';
import { READS, WRITES } from '../support/calls.ts';
import { graded, startClient, TALKS } from './lesson.ts';
import { expectOutput, withServer } from './with-server.ts';

const BITE = 5;
/** One byte is left after the last full bite. */
const TEXT = 'a line that is sent five bytes at a time, in good order.';

graded(
  '03.6',
  2,
  'client: goes on after short writes, and after calls that find nothing',
  (t: TestContext) => {
    let received = '';
    return withServer(
      (socket) => {
        socket.on('data', (data) => {
          received += data.toString('latin1');
          socket.write(data.toString('latin1').toUpperCase());
        });
        socket.on('end', () => socket.end());
      },
      async (port) => {
        const client = await startClient(t, port, {
          faults: [
            { calls: ['write', 'send'], cap: BITE },
            { calls: WRITES, error: 'EAGAIN', every: 3 },
            { calls: READS, error: 'EAGAIN', every: 2 },
          ],
        });
        t.note(`started  client.ts --port ${port}; in this run a write takes at most ${BITE} bytes,`);
        t.note('every third write finds no room, and every second read finds nothing');
        client.stdin?.end(TEXT);
        const exit = await t.step(`wrote ${TEXT.length} bytes to its standard input, and ended it`, () =>
          client.exit(),
        );
        t.expect(received === TEXT, {
          expected: `the ${TEXT.length} bytes at the server`,
          saw: `${received.length}: ${JSON.stringify(received)}`,
          looksLike: exit.code === 0 ? 'input-lost' : undefined,
        });
        await expectOutput(t, client, TEXT.toUpperCase(), 'input-lost');
      },
    );
  },
  { needs: [TALKS] },
);
