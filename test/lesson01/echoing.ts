import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { blaming, echoMistakes } from '../support/echo.ts';
import { ECHOES, graded, LISTENS, SERVER } from './lesson.ts';

const echo = echoMistakes({ wholeBuffer: 'L01-B08', oneRead: 'L01-B07', eof: 'L01-B04' });

graded(
  '01.3',
  5,
  ECHOES,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('sent 5 bytes', () => client.exchange(Buffer.from('hello'), echo));
    await bench.step('sent 3 more', () => client.exchange(Buffer.from('you'), echo));
  },
  { needs: [LISTENS] },
);

graded(
  '01.3',
  5,
  'echoes bytes that come one at a time',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    const bytes = Buffer.from('one by one');
    await bench.step('sent 10 bytes, each once the server had read the one before', () =>
      blaming('L01-B07', () => client.dribble(bytes)),
    );
    await bench.step('read the echo', () => client.expect(bytes, echo));
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'echoes a megabyte unchanged',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('sent 1,000,000 bytes and read at the same time', () =>
      client.exchange(patternBytes(1_000_000), echo),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'writes all of it though the kernel takes a few bytes a call',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { faults: [{ calls: ['write', 'send'], cap: 7 }] });
    bench.note('from now on each write takes at most 7 bytes');
    const client = await bench.connect(server);
    await bench.step('sent 1,000 bytes', () =>
      client.exchange(patternBytes(1000), ({ got }) => (got.length < 1000 ? 'L01-B06' : undefined)),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'ends the connection when the client has finished',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await client.send(Buffer.from('last words'));
    client.halfClose();
    bench.note('sent 10 bytes and ended our direction (SHUT_WR)');
    await bench.step('read the echo', () => client.expect(Buffer.from('last words')));
    await bench.step('read the end of the stream', () =>
      client.expectEnd('eof', (seen) => (seen?.kind === 'busy' ? 'L01-B04' : 'L01-B05')),
    );
  },
  { needs: [ECHOES] },
);
