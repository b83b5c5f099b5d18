import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding, type FindingDetails } from '../../src/kit/finding.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { echoListener } from './echo-listener.ts';
import { CLIENT, graded } from './lesson.ts';

/** An answer that differs from the input: a client that prints its own input fails. */
const upperCase = (data: Buffer): Buffer => Buffer.from(data.toString('latin1').toUpperCase());

const CLIENT_TALKS = 'client: prints the echo of its standard input';

graded('01.5', 6, CLIENT_TALKS, async (t: TestContext) => {
  const text = patternBytes(100_000, 'text');
  const listener = await echoListener({ holdEnd: true });
  const client = await t.watch(CLIENT, { args: ['--port', String(listener.port)] });
  t.note(
    `started  client.ts --port ${listener.port}, with an echo server of the test; wrote 100,000 bytes to its standard input`,
  );
  client.stdin?.end(text);
  try {
    await t.step('waited for the end of its stream (a FIN); the server has not ended its own yet', () =>
      client.waitFor('the client to end its direction', () => listener.sawEnd()),
    );
    await client.quiet();
    t.expect(client.exited === null, {
      expected: "the client to wait for the end of the server's stream as well",
      saw: `the client ${describeExit(client.exited)}`,
      looksLike: 'client-no-eof',
    });
  } finally {
    listener.close();
  }
  const exit = await t.step("ended the server's stream; the client exits", () => client.exit());
  t.expect(client.output.out === text.toString('latin1'), () => ({
    expected: 'the same 100,000 bytes on standard output',
    saw: `${client.output.out.length} bytes${client.output.out.length === text.length ? ', but not the same' : ''}`,
  }));
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the client ${describeExit(exit)}` });
});

graded(
  '01.5',
  5,
  'client: prints an answer that arrives in pieces',
  async (t: TestContext) => {
    const listener = await echoListener({ piece: 9, answer: upperCase });
    const client = await t.watch(CLIENT, {
      args: ['--port', String(listener.port)],
      faults: [{ calls: ['write', 'send'], cap: 7 }],
    });
    const text = 'an answer that comes back nine bytes at a time';
    client.stdin?.end(text);
    t.note(
      'the server answers in upper case, 9 bytes at a time and 1 at the end; each write of the client takes at most 7',
    );
    const missing = (): FindingDetails | null =>
      listener.received() === text.length
        ? null
        : { expected: 'the client to send all 46 bytes of its input', saw: `${listener.received()} of them` };
    await t
      .step('waited for the client to exit', () =>
        client
          .exit(() => 'client-one-read')
          .catch((error: unknown) => {
            const why = missing();
            throw why === null ? error : new Finding(why);
          }),
      )
      .finally(() => listener.close());
    const why = missing();
    if (why !== null) throw new Finding(why);
    t.expect(client.output.out === 'AN ANSWER THAT COMES BACK NINE BYTES AT A TIME', {
      expected: 'all 46 bytes of the answer, in upper case, on standard output',
      saw: `${client.output.out.length}: ${JSON.stringify(client.output.out)}`,
      looksLike: 'client-one-read',
    });
  },
  { needs: [CLIENT_TALKS] },
);

graded(
  '01.5',
  4,
  'client: fails when the server goes away',
  async (t: TestContext) => {
    const listener = await echoListener({ hangUpAfter: 5 });
    const client = await t.watch(CLIENT, { args: ['--port', String(listener.port)] });
    client.stdin?.end('more than five bytes\n');
    t.note('the server answers with 5 bytes of 21 and closes');
    const exit = await t
      .step('waited for the client to exit', () => client.exit(() => 'client-silent'))
      .finally(() => listener.close());
    t.expect(exit.code === 1 && client.log.length > 0, {
      expected: 'a message on standard error and exit status 1',
      saw: `the client ${describeExit(exit)}${client.log.length === 0 ? ', without a message' : ''}`,
      looksLike: exit.code === 0 ? 'client-silent' : undefined,
    });
  },
  { needs: [CLIENT_TALKS] },
);
