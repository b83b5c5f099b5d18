import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, RECEIVER, rows, WRITES } from './lesson.ts';
import { expectPrinted, lostBy, printed } from './printed.ts';

const isBeginning = (some: readonly string[], of: readonly string[]): boolean =>
  some.length < of.length && some.every((line, i) => line === of[i]);

for (const { step, framing, args, encode, messages, whole, points } of rows) {
  const spins = framing === 'lines' ? 'peek-spin' : undefined;
  const stream = Buffer.concat(messages.map((message) => encode(message)));

  graded(
    step,
    points.whole,
    whole,
    async (t: TestContext) => {
      const receiver = await t.start(RECEIVER, { args });
      const client = await t.connect(receiver);
      await t.step(
        `froze  receiver.ts ${args.join(' ')}; sent ${messages.length} messages in one piece; thawed it`,
        () => receiver.frozen(() => client.send(stream)),
      );
      await expectPrinted(t, receiver, printed(messages), (seen) =>
        framing === 'length' && seen.length === 0
          ? 'little-endian'
          : framing === 'lines' && seen.length > 0 && isBeginning(seen, printed(messages))
            ? 'took-too-much'
            : undefined,
      );
      client.halfClose();
      await expectPrinted(t, receiver, [...printed(messages), 'end of the stream'], () => undefined);
    },
    { needs: [WRITES] },
  );

  graded(
    step,
    points.cut,
    `receiver: takes ${framing === 'fixed' ? 'records' : framing === 'lines' ? 'lines' : 'messages behind a length'} byte by byte`,
    async (t: TestContext) => {
      const brief = messages.filter(({ length }) => length < 50); // each byte is a wait
      const bytes = Buffer.concat(brief.map(encode));
      const receiver = await t.start(RECEIVER, { args });
      const client = await t.connect(receiver);
      for (const [i, byte] of [...bytes].entries()) {
        await client.send(Buffer.of(byte));
        await receiver.waitFor('the receiver to take the byte', () => (client.serverRow?.rxQueue ?? 0) === 0, {
          diagnose: (seen) => (seen.kind === 'busy' ? spins : undefined),
        });
        if (i % 16 === 0) await receiver.quiet(() => spins);
      }
      t.note(`sent ${bytes.length} bytes to  receiver.ts ${args.join(' ')}, each when the one before had been taken`);
      // The stream has not ended. A receiver that reports an end took the bytes of one recv for the whole message.
      await expectPrinted(t, receiver, printed(brief), () => (lostBy(receiver) > 0 ? 'one-recv' : undefined));
    },
    { needs: [whole] },
  );
}
