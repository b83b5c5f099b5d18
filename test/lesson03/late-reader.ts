import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { graded, SERVER, SERVES } from './lesson.ts';

graded(
  '03.4',
  8,
  'keeps the bytes of a client that reads late, and serves the others meanwhile',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(24_000_000);
    const sent = await bench.step('a client sent without reading, until nobody took any more', () =>
      slow.fill(bytes, () => 'L03-B14'),
    );
    bench.expect(sent < bytes.length, {
      expected: 'the server to stop reading from a client that does not read',
      saw: 'all 24 MB taken',
      looksLike: 'L03-B14',
    });
    const other = await bench.connect(server);
    await bench.step('another client got its echo', () =>
      other.exchange(patternBytes(200_000, 'text'), () => 'L03-B14'),
    );
    slow.halfClose();
    await bench.step('the first one ended its direction and read its echo', () =>
      slow.expect(bytes.subarray(0, sent), () => 'L03-B14'),
    );
    await bench.step('and the end of the stream', () => slow.expectEnd('eof'));
  },
  { needs: [SERVES] },
);
