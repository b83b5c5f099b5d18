import { expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';
import { ringProblem } from '../support/rings.ts';

const AT_A_TIME = 16;
const ROUNDS = 3;
/** A multiple of the pause between two looks at clients that linger: both timers expire at nearly the same time. */
const GRACE_MS = 3000;

async function stopWithOneThatDoesNotRead(): Promise<number | null | undefined> {
  const server = await ObservedProgram.start('solutions/15-io-models/proactor.ts', {
    args: ['--grace', String(GRACE_MS)],
  });
  const stuck = await Peer.connect(server, { receiveBuffer: 4096 });
  try {
    await stuck.fill(Buffer.alloc(16_000_000, 7));
    server.signal('SIGTERM');
    await until(() => server.exited, 60_000);
    return server.exited?.code;
  } finally {
    stuck.close();
    await server.end();
  }
}

test.skipIf(ringProblem() !== null)('a stop comes to its end, whatever expires together with its grace', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const codes = await Promise.all(Array.from({ length: AT_A_TIME }, stopWithOneThatDoesNotRead));
    expect(codes).toEqual(Array.from({ length: AT_A_TIME }, () => 0));
  }
});
