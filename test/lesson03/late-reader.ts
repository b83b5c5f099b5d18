import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { smallBites } from '../support/small-bites.ts';
import { graded, SERVES, startServer } from './lesson.ts';

graded(
  '03.4',
  6,
  'keeps the bytes of a client that reads late, and serves the others meanwhile',
  async (t: TestContext) => {
    const server = await startServer(t);
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(24_000_000);
    const sent = await t.step('a client sent without reading, until the queues were full', () =>
      slow.fill(bytes, () => 'stalled'),
    );
    t.expect(sent < bytes.length, {
      expected: 'the server to stop reading from a client that does not read',
      saw: 'all 24 MB taken',
      looksLike: 'stalled',
    });
    const other = await t.connect(server);
    await t.step('another client got its echo', () => other.exchange(patternBytes(200_000, 'text'), () => 'stalled'));
    slow.halfClose();
    await t.step('the first client ended its direction and read its echo', () =>
      slow.expect(bytes.subarray(0, sent), ({ got }) =>
        got.equals(bytes.subarray(0, got.length)) ? 'stalled' : 'shared-slice',
      ),
    );
    await t.step('and read the end of the stream', () => slow.expectEnd('eof'));
  },
  { needs: [SERVES] },
);

graded(
  '03.4',
  3,
  'sends the rest after a short write',
  (t: TestContext) => smallBites(t, (options) => startServer(t, options), 'stalled'),
  {
    needs: [SERVES],
  },
);
