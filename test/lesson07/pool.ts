import type { LaunchOptions } from '../../src/kit/launch.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { Server } from '../../src/kit/server.ts';
import type { Bench } from '../support/bench.ts';
import { workersOf } from '../support/pool.ts';
import { type Answer, answerIn } from '../support/train-answers.ts';
import { SERVER } from './lesson.ts';

/** A pool of the server under test, its workers asleep. */
export async function pool(bench: Bench, folder: string, count: number, options: LaunchOptions = {}): Promise<Server> {
  const server = await bench.start(SERVER, { ...options, args: ['--dir', folder, '--workers', String(count)] });
  await server.quiet();
  const workers = workersOf(server);
  bench.expect(workers.length === count, { expected: `${count} workers`, saw: `${workers.length}` });
  return server;
}

/** The answer that is on its way, to the end. */
export async function rest(server: Server, peer: Peer): Promise<Answer> {
  await server.waitFor(
    'the end of the answer',
    () => {
      peer.pump();
      return answerIn(peer.received).complete || peer.ending !== 'open';
    },
    { alive: false },
  );
  return answerIn(peer.received);
}
