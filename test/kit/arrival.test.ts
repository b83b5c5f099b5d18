import { afterEach, expect, test } from 'vitest';
import { arrival } from '../../src/kit/arrival.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';

let server: ObservedProgram | null = null;
afterEach(async () => {
  await server?.end();
  server = null;
});

/** A server that accepts nobody: the kernel takes what its clients send. */
async function silent(): Promise<{ server: ObservedProgram; peer: Peer }> {
  const started = await ObservedProgram.start('test/kit/fixtures/programs.ts', { args: ['--behave', 'serves'] });
  server = started;
  return { server: started, peer: await Peer.connect(started) };
}

test('bytes stand in the receive buffer when they have arrived', async () => {
  const { server, peer } = await silent();
  for (let unread = 0; unread < 100; unread += 5) {
    peer.offer(Buffer.from('bytes'));
    await arrival(server.pid, server.port);
    expect(peer.serverRow?.rxQueue).toBe(unread + 5);
  }
  peer.close();
});

test('what finds no room is not waited for', async () => {
  const { server, peer } = await silent();
  await peer.fill(Buffer.alloc(32 << 20));
  const before = performance.now();
  await arrival(server.pid, server.port);
  expect(performance.now() - before).toBeLessThan(60_000);
  expect(peer.row?.txQueue).toBeGreaterThan(0);
  peer.close();
});
