/** For request-check.ts: questions about bodies. */
import { type Machines, outcome, Reader } from './machines.ts';
import type { Problem } from './request-check.ts';

const HEAD = 'POST / HTTP/1.1\r\nHost: h\r\n';
const chunked = (...chunks: string[]): string =>
  `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')}0\r\n\r\n`;

const EVERY_BYTE = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('');

/** The content is that of the chunks, or as many bytes as the length says. */
export function contentProblem(machines: Machines): Problem | null {
  const bodies: readonly (readonly [string, string])[] = [
    ['hello', `${HEAD}Content-Length: 5\r\n\r\nhello`],
    [EVERY_BYTE, `${HEAD}Content-Length: 256\r\n\r\n${EVERY_BYTE}`],
    ['hello world', chunked('hello', ' world')],
    [EVERY_BYTE, chunked(EVERY_BYTE)],
    ['\r\n0\r\n\r\n', chunked('\r\n', '0\r\n\r\n')],
  ];
  for (const [content, text] of bodies) {
    const stream = Buffer.from(text, 'latin1');
    for (const cuts of [[], Array.from({ length: stream.length - 1 }, (_, i) => i + 1)]) {
      const { events } = outcome(machines, stream, cuts);
      const wanted = `POST / ${JSON.stringify(content)}`;
      if (events.length === 1 && events[0] === wanted) continue;
      const where = cuts.length === 0 ? 'in one piece' : 'byte by byte';
      return {
        kind: 'content',
        text: `${JSON.stringify(text.slice(0, 90))}, ${where}: ${events.join(', ').slice(0, 90) || 'no request'}`,
      };
    }
  }
  return null;
}

const MEGABYTE = 1 << 20;

/** A megabyte is kept, one byte more is not, and neither are trailers without an end. */
export function tooLargeBodies(machines: Machines): Problem | null {
  const bodies: readonly (readonly [string, string, string])[] = [
    ['a Content-Length of one byte too many', `${HEAD}Content-Length: ${MEGABYTE + 1}\r\n\r\n`, '413'],
    [
      'a chunk of one byte too many',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${(MEGABYTE + 1).toString(16)}\r\n`,
      '413',
    ],
    ['two chunks, one byte too many', chunked('x'.repeat(MEGABYTE / 2), 'x'.repeat(MEGABYTE / 2 + 1)), '413'],
    [
      'trailers of 20,000 bytes',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n${`X: ${'y'.repeat(95)}\r\n`.repeat(200)}`,
      '431',
    ],
    ['a chunk extension of 20,000 bytes', `${HEAD}Transfer-Encoding: chunked\r\n\r\n1;${'y'.repeat(20_000)}`, '400'],
  ];
  for (const [what, text, wanted] of bodies) {
    const { events } = outcome(machines, Buffer.from(text), []);
    if (events[0] !== wanted)
      return {
        kind: 'no-body-limit',
        text: `${what}: ${events[0]?.slice(0, 40) ?? 'it waits for more'}, not ${wanted}`,
      };
  }
  for (const full of [
    `${HEAD}Content-Length: ${MEGABYTE}\r\n\r\n${'x'.repeat(MEGABYTE)}`,
    chunked('x'.repeat(MEGABYTE - 5), 'x'.repeat(5)),
    `${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n${`X: ${'y'.repeat(95)}\r\n`.repeat(80)}\r\n`,
  ]) {
    const [first = 'no request'] = outcome(machines, Buffer.from(full), []).events;
    if (first.startsWith('POST')) continue;
    const text = `${full.slice(0, 60)}…, ${full.length} bytes in all, which are allowed: ${first}`;
    return { kind: 'exact-limit', text };
  }
  return null;
}

/** 200,000 chunks of one byte cost as much as their bytes. */
export function longBody(machines: Machines): Problem | null {
  const reader = new Reader(machines, true);
  reader.push(Buffer.from(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`));
  for (let i = 0; i < 2000; i++) reader.push(Buffer.from('1\r\nx\r\n'.repeat(100)));
  reader.push(Buffer.from('0\r\n\r\n'));
  const [first = 'no request'] = reader.events;
  return first.length === 'POST / ""'.length + 200_000
    ? null
    : { kind: 'content', text: `200,000 chunks of one byte: ${first.slice(0, 60)}` };
}
