/** 13.4: a table of handlers. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { expectOwnServer } from '../support/own-server.ts';
import { ANSWERS, graded, SERVER } from './lesson.ts';
import { answered, ask, ECHO, LOGIN, PING, packet, packetsOf, REGISTER } from './wire.ts';

graded('13.4', 4, ANSWERS, async (t: TestContext) => {
  const recording = t.record();
  const server = await t.start(SERVER, { env: recording.env, args: ['--workers', '1'] });
  const [ann, bob] = [await t.connect(server), await t.connect(server)];
  const talks = [
    [ann, packet(PING), '0', undefined],
    [ann, packet(ECHO, 'hello'), '7 hello', 'whole-length'],
    [ann, packet(ECHO, ''), '7', undefined],
    [ann, packet(LOGIN, 'ann'), '6 unknown', 'wrong-handler'],
    [ann, packet(REGISTER, 'ann'), '5 registered ann', 'wrong-handler'],
    [bob, packet(REGISTER, 'ann'), '5 taken', 'wrong-handler'],
    [bob, packet(LOGIN, 'ann'), '6 welcome ann', 'wrong-handler'],
    [bob, packet(ECHO, 'y'.repeat(29_992)), `7 ${'y'.repeat(29_992)}`, 'whole-length'],
  ] as const;
  for (const [peer, sent, wanted, looksLike] of talks) {
    const [got = 'nothing'] = await ask(peer, [sent]);
    t.expect(got === wanted, {
      expected: `${wanted.slice(0, 40)} for code ${sent.readUInt16BE(2)} and ${sent.length - 8} bytes`,
      saw: got.slice(0, 60),
      looksLike,
    });
  }
  t.note('two clients sent pings, echoes, registered and logged in');
  expectOwnServer(t, { recording, server, looksLike: 'node-net' });
  await server.quiet();
});

const NOBODY = [1, 2, 3, 4, 9, 10, 255, 256, 32_768, 65_535];

graded(
  '13.4',
  3,
  'codes that nobody handles are ignored: holes, the next one, and the largest',
  async (t: TestContext) => {
    const server = await t.start(SERVER, { args: ['--workers', '1'] });
    const client = await t.connect(server);
    let echoes = 0;
    for (const code of NOBODY)
      for (const body of ['', 'text']) {
        await client.send(Buffer.concat([packet(code, body), packet(ECHO, `after ${code}`)]));
        await t.step(`sent code ${code} with ${body.length} bytes, then an echo`, () =>
          answered(client, ++echoes, () => 'unknown-ends'),
        );
        const all = packetsOf(client);
        const last = all.slice(echoes - 1).join(', ');
        t.expect(client.ending === 'open' && last === `7 after ${code}`, {
          expected: `nothing for code ${code}, then 7 after ${code}`,
          saw: client.ending === 'open' ? last : `the connection: ${client.ending}`,
          looksLike: client.ending !== 'open' ? 'unknown-ends' : code > 255 ? 'next-handler' : 'unknown-answered',
        });
      }
    const count = packetsOf(client).length;
    t.expect(count === 2 * NOBODY.length, {
      expected: `${2 * NOBODY.length} answers: none for the codes without a handler`,
      saw: `${count}`,
      looksLike: 'unknown-answered',
    });
    await server.quiet();
    server.signal('SIGTERM');
    const counted = ` ${2 * NOBODY.length} messages unknown`;
    const line = await t.step('sent SIGTERM: the log has their number', () =>
      server.waitFor('the log of the stop', () => server.log.find((text) => text.includes('messages unknown')), {
        alive: false,
      }),
    );
    t.expect(line.endsWith(counted), { expected: counted.trim(), saw: line, looksLike: 'unknown-uncounted' });
  },
  { needs: [ANSWERS] },
);
