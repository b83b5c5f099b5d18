/** Talks to the bank: sends each line of standard input, and prints the answer. Nothing to do in this file. */
import { connectTo, program, readWaiting, writeAll } from '#program';
import { ByteBuffer } from '#reactor';
import type { Fd } from '#sys';
import { framesOf, takeFrame } from './frames.ts';
import { MOST_TEXT } from './tasks.ts';

const BYTES = 4096;

function answerFrom(conn: Fd, input: ByteBuffer): string | null {
  for (;;) {
    const text = takeFrame(input);
    if (text !== null) return text;
    const n = readWaiting(conn, input.space(BYTES), BYTES);
    if (n === 0) return null;
    input.filled(n);
  }
}

program(
  import.meta.url,
  {
    about: 'Talks to the bank: login 1, balance, transfer TO AMOUNT ID, interest DAYS, books, entry INDEX.',
    options: { port: { default: 0, about: 'port of the bank' } },
  },
  ({ port }) => {
    const conn = connectTo(port);
    const [typed, input] = [new ByteBuffer(), new ByteBuffer()];
    for (;;) {
      const n = readWaiting(0, typed.space(BYTES), BYTES);
      if (n === 0) return;
      typed.filled(n);
      for (let end = typed.bytes.indexOf('\n'); end >= 0; end = typed.bytes.indexOf('\n')) {
        const line = typed.bytes.toString('latin1', 0, Math.min(end, MOST_TEXT));
        typed.consume(end + 1);
        writeAll(conn, framesOf([line]));
        const answer = answerFrom(conn, input);
        writeAll(1, Buffer.from(`${answer ?? 'the bank has closed the connection'}\n`));
        if (answer === null) return;
      }
    }
  },
);
