/** What the tests of the heartbeat share. */
import { until } from '../../src/host/wait.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ask, PING, packet } from './wire.ts';

export const INTERVAL_MS = 600;
/** Ten times the limit. */
export const LATEST_MS = 16_000;
/** Clocks are rounded. */
export const ROUNDING_MS = 20;
export const EVERY_MS = 150;

export const ended = (peer: Peer): boolean => {
  peer.pump();
  return peer.ending !== 'open';
};

/** Does something every 150 ms until a client's connection has ended. Returns the milliseconds since `since`. */
export async function endOf(peer: Peer, since: number, meanwhile: () => Promise<void>): Promise<number> {
  while (!ended(peer) && performance.now() - since < LATEST_MS) {
    await meanwhile();
    await until(() => ended(peer), EVERY_MS);
  }
  return performance.now() - since;
}

/** A ping, and its answer if the connection is open. */
export async function ping(peer: Peer): Promise<void> {
  if (!ended(peer)) await ask(peer, [packet(PING)], () => 'deaf-after-interval');
}
