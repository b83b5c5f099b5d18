import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { bugAt, expectEndByBug } from '../support/bugs.ts';
import { READS } from '../support/calls.ts';
import { stillServes } from '../support/echo.ts';
import { ACCEPTS, ECHOES, graded, RESETS, SERVER } from './lesson.ts';

graded(
  '01.4',
  4,
  'survives a client that resets before it is accepted',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    await server.frozen(async () => {
      const rude = await t.connect(server);
      rude.reset();
    });
    t.note('while the server was frozen, a client connected and reset');
    await stillServes(t, server, 'fatal-reset', 'sigpipe');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  4,
  RESETS,
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const rude = await t.connect(server);
    await t.step('connected a client; it got its echo', () => rude.exchange(Buffer.from('hello')));
    rude.reset();
    t.note('reset the connection');
    await stillServes(t, server, 'fatal-reset-stream', 'sigpipe');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  4,
  'survives a client that closes while the server writes',
  async (t: TestContext) => {
    const server = await t.start(SERVER);
    const hasty = await t.connect(server);
    await t.step('connected a client; it got its echo', () => hasty.exchange(Buffer.from('hello')));
    await server.frozen(async () => {
      await hasty.send(patternBytes(20_000));
      await hasty.leave();
    });
    t.note('while the server was frozen, the client sent 20,000 bytes and closed; thawed it');
    t.note('the client answers the first write with an RST; the next write finds a broken pipe');
    await stillServes(t, server, 'fatal-reset-stream', 'sigpipe');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  3,
  'ends on an error that is a bug, and says so',
  async (t: TestContext) => {
    const server = await t.start(SERVER, bugAt(...READS));
    const client = await t.connect(server);
    await client.send(Buffer.from('hello'));
    t.note('connected a client; read throws an Error that is no SystemError');
    await expectEndByBug(t, server, 'bug-swallowed');
  },
  { needs: [ECHOES] },
);
