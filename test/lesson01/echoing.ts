import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { blaming, echoMistakes } from '../support/echo.ts';
import { ECHOES, graded, LISTENS, SERVER } from './lesson.ts';

const echo = echoMistakes({ wholeBuffer: 'whole-buffer', oneRead: 'one-read', eof: 'eof-ignored' });

graded(
  '01.3',
  5,
  ECHOES,
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await t.step('sent 5 bytes', () => client.exchange(Buffer.from('hello'), echo));
    await t.step('sent 3 more', () => client.exchange(Buffer.from('you'), echo));
  },
  { needs: [LISTENS] },
);

graded(
  '01.3',
  5,
  'echoes bytes that come one at a time',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    const bytes = Buffer.from('one by one');
    await t.step('sent 10 bytes, each after the server had read the one before', () =>
      blaming('one-read', () => client.dribble(bytes)),
    );
    await t.step('read the echo', () => client.expect(bytes, echo));
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'echoes a megabyte unchanged',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await t.step('sent 1,000,000 bytes and read at the same time', () =>
      client.exchange(patternBytes(1_000_000), echo),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'sends the whole echo though each write takes only 7 bytes',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { faults: [{ calls: ['write', 'send'], cap: 7 }] });
    t.note('from now on each write takes at most 7 bytes');
    const client = await t.connect(server);
    await t.step('sent 1,000 bytes', () =>
      client.exchange(patternBytes(1000), ({ got }) => (got.length < 1000 ? 'short-write' : undefined)),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'ends the connection after the client has ended its direction',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await client.send(Buffer.from('last words'));
    client.halfClose();
    t.note('sent 10 bytes and ended our direction (SHUT_WR)');
    await t.step('read the echo', () => client.expect(Buffer.from('last words')));
    await t.step('read the end of the stream', () =>
      client.expectEnd('eof', (seen) => (seen?.kind === 'busy' ? 'eof-ignored' : 'no-close')),
    );
  },
  { needs: [ECHOES] },
);
