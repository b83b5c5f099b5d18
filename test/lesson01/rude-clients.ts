import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { Bench } from '../../src/grading/test-context.ts';
import { stillServes } from '../support/echo.ts';
import { ACCEPTS, ECHOES, graded, RESETS, SERVER } from './lesson.ts';

graded(
  '01.4',
  5,
  'survives a client that resets before it is accepted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    await server.frozen(async () => {
      const rude = await bench.connect(server);
      rude.reset();
    });
    bench.note('while the server was frozen, a client connected and reset');
    await stillServes(bench, server, 'L01-B12', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  5,
  RESETS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const rude = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => rude.exchange(Buffer.from('hello')));
    rude.reset();
    bench.note('reset the connection');
    await stillServes(bench, server, 'L01-B09', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  5,
  'survives a client that closes while it is written to',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const hasty = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => hasty.exchange(Buffer.from('hello')));
    await server.frozen(async () => {
      await hasty.send(patternBytes(20_000));
      await hasty.leave();
    });
    bench.note('while the server was frozen, the client sent 20,000 bytes and closed; thawed it');
    bench.note('the first write is answered with an RST; the next one meets a broken pipe');
    await stillServes(bench, server, 'L01-B09', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);
