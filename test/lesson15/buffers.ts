import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { accepted, blaming } from '../support/echo.ts';
import { ECHOES, FORBIDDEN, graded, HELLO, PROACTOR } from './lesson.ts';

const unless = FORBIDDEN;

graded(
  '15.6',
  3,
  'proactor: 20 clients share two buffers',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR, { args: ['--buffers', '2'] });
    const first = await t.connect(server);
    await t.step('one client exchanges ten messages; the server has two buffers', async () => {
      for (let i = 0; i < 10; i++) await first.exchange(HELLO, () => 'buffers-lost');
    });
    const clients = await t.connectMany(server, 20);
    for (const client of clients) await accepted(server, client);
    await t.step('20 clients sent a message while the server was stopped', () =>
      server.frozen(() => {
        for (const [i, client] of clients.entries()) client.offer(Buffer.from(`message ${i}`));
      }),
    );
    await t.step('all messages come back', async () => {
      for (const [i, client] of clients.entries())
        await client.expect(Buffer.from(`message ${i}`), ({ ending }) => (ending === 'open' ? 'never-fed' : 'starves'));
    });
    await t.step('the server sleeps', () => server.quiet(() => 'starving-spins'));
    await t.step('one client exchanges 100,000 bytes', () =>
      (clients[7] as (typeof clients)[number]).exchange(patternBytes(100_000)),
    );
    const slow = await t.connect(server, { receiveBuffer: 4096 });
    await t.step('a client that does not read holds both buffers, and another one waits for them', async () => {
      await slow.fill(patternBytes(16_000_000), () => 'starving-spins');
      first.offer(HELLO);
      await server.quiet(() => 'starving-spins');
    });
    slow.reset();
    await t.step('when it has gone the other one is served', () => first.expect(HELLO, () => 'never-fed'));
  },
  { needs: [ECHOES], unless },
);

graded(
  '15.6',
  2,
  'proactor: buffers of lost connections come back',
  async (t: TestContext) => {
    const server = await t.start(PROACTOR, { args: ['--buffers', '8'] });
    const good = await t.connect(server);
    await t.step(
      '30 clients reset: after an exchange, with unread answers, or with answers that could not be sent',
      async () => {
        for (let i = 0; i < 30; i++) {
          const client = await t.connect(server, { receiveBuffer: 4096 });
          if (i % 3 === 0) await client.exchange(HELLO);
          else await client.fill(i % 3 === 1 ? HELLO : Buffer.alloc(8_000_000));
          client.reset();
          await server.quiet(() => 'send-errors-ignored');
          await blaming('buffers-lost', () => good.exchange(HELLO));
        }
      },
    );
    const clients = await t.connectMany(server, 8);
    for (const client of clients) await client.exchange(HELLO, () => 'buffers-lost');
    await server.quiet(() => 'starving-spins');
  },
  { needs: [ECHOES], unless },
);
