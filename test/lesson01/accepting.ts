import type { Bench } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { accepted, blaming, blamingDeath } from '../support/echo.ts';
import { ACCEPTS, graded, LISTENS, SERVER } from './lesson.ts';

graded(
  '01.2',
  10,
  ACCEPTS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    for (const name of ['first', 'second', 'third']) {
      await bench.step(`${name} client: connected, sent "hello", got its echo, closed`, () =>
        blamingDeath(server, name === 'first' ? undefined : 'L01-B03', async () => {
          const client = await bench.connect(server);
          await client.exchange(Buffer.from('hello'), ({ situation, got }) => {
            if (got.length > 5 && got.subarray(0, 5).equals(Buffer.from('hello'))) return 'L01-B08';
            if (situation?.kind === 'busy') return 'L01-B04';
            return name !== 'first' && situation?.kind === 'stuck' ? 'L01-B03' : undefined;
          });
          client.close();
        }),
      );
    }
    bench.expect(server.exited === null, {
      expected: 'the same process still serving',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'L01-B03',
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.2',
  5,
  'logs the address of the client that it accepted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step(`connected from 127.0.0.1:${client.port}`, () => accepted(server, client));
    await server.quiet();
    bench.expect(
      server.log.some((line) => line.includes(`accepted 127.0.0.1:${client.port}`)),
      {
        expected: `a line on standard error with "accepted 127.0.0.1:${client.port}"`,
        saw: server.log.length === 0 ? 'no line at all' : JSON.stringify(server.log.at(-1)),
      },
    );
  },
  { needs: [ACCEPTS] },
);

graded(
  '01.2',
  5,
  'serves the client that waited once the first has gone',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const ann = await bench.connect(server);
    await bench.step('first client: connected, got its echo, stays', () => ann.exchange(Buffer.from('ann')));
    const bob = await bench.connect(server);
    await bob.send(Buffer.from('bob'));
    await bench.step('second client: connected and wrote; its bytes wait in the kernel', () => server.quiet());
    ann.close();
    await bench.step('first client closed; the second gets its echo', () =>
      blaming(
        ({ details }) => (details.saw.includes('closed') ? 'L01-B03' : 'L01-B04'),
        () => bob.expect(Buffer.from('bob')),
      ),
    );
  },
  { needs: [ACCEPTS] },
);
