import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { accepted, blaming, blamingDeath } from '../support/echo.ts';
import { ACCEPTS, graded, LISTENS, SERVER } from './lesson.ts';

graded(
  '01.2',
  10,
  ACCEPTS,
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    for (const name of ['first', 'second', 'third']) {
      await t.step(`${name} client: connected, sent "hello", got its echo, closed`, () =>
        blamingDeath(server, name === 'first' ? undefined : 'one-client', async () => {
          const client = await t.connect(server);
          await client.exchange(Buffer.from('hello'), ({ situation, got }) => {
            if (got.length > 5 && got.subarray(0, 5).equals(Buffer.from('hello'))) return 'whole-buffer';
            if (situation?.kind === 'busy') return 'eof-ignored';
            return name !== 'first' && situation?.kind === 'stuck' ? 'one-client' : undefined;
          });
          client.close();
        }),
      );
    }
    t.expect(server.exited === null, {
      expected: 'the same process still serving',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'one-client',
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.2',
  5,
  'logs the address of an accepted client',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const client = await t.connect(server);
    await t.step(`connected from 127.0.0.1:${client.port}`, () => accepted(server, client));
    await server.quiet();
    t.expect(
      server.log.some((line) => line.includes(`accepted 127.0.0.1:${client.port}`)),
      {
        expected: `a line on standard error with "accepted 127.0.0.1:${client.port}"`,
        saw: server.log.length === 0 ? 'no line at all' : `last ${JSON.stringify(server.log.at(-1))}`,
      },
    );
  },
  { needs: [ACCEPTS] },
);

graded(
  '01.2',
  5,
  'serves the waiting client once the first has gone',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const ann = await t.connect(server);
    await t.step('first client: connected, got its echo, stays', () => ann.exchange(Buffer.from('ann')));
    const bob = await t.connect(server);
    await bob.send(Buffer.from('bob'));
    await t.step('second client: connected and wrote; its bytes wait in the kernel', () => server.quiet());
    ann.close();
    await t.step('first client closed; the second gets its echo', () =>
      blaming(
        ({ details }) => (details.saw.includes('closed') ? 'one-client' : 'eof-ignored'),
        () => bob.expect(Buffer.from('bob')),
      ),
    );
  },
  { needs: [ACCEPTS] },
);
