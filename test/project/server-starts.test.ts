import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { until } from '../../src/host/wait.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';

const ECHOES = [
  '02-fork-per-connection/server.ts',
  '03-select-timeouts/server.ts',
  '04-epoll/level.ts',
  '04-epoll/edge.ts',
  '09-reactor/echo.ts',
];
const FILES = ['06-train-protocol/server.ts', '07-process-pool/server.ts', '08-thread-pool/server.ts'];
/** Errors of accept(2) that are not the listener's fault. */
const TRANSIENT = ['ECONNABORTED', 'EPROTO', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];

test.each([...ECHOES, ...FILES])('%s has its handlers when it says that it listens', async (file) => {
  for (let i = 0; i < 3; i++) {
    const server = await ObservedProgram.launch(referenceFile(dirname(file), basename(file)), {
      args: ['--port', '0'],
    });
    try {
      await server.waitFor('its word', () => server.output.out.includes('listening'));
      server.signal('SIGTERM');
      expect((await server.exit()).code).toBe(0);
    } finally {
      await server.end();
    }
  }
});

test.each(ECHOES)('%s survives what accept fails with for a while', { timeout: 240_000 }, async (file) => {
  for (const error of TRANSIENT) {
    const faults = [{ calls: ['accept', 'accept4'], error, at: [1] }];
    const server = await ObservedProgram.start(referenceFile(dirname(file), basename(file)), { faults });
    try {
      const peer = await Peer.connect(server);
      await peer.send(Buffer.from('hello'));
      // It may pause before it retries: a quiet server is not stuck.
      const answered = (): boolean => {
        peer.pump();
        return peer.arrived === 5 || peer.ending !== 'open' || server.exited !== null;
      };
      expect([error, await until(answered, 30_000)]).toEqual([error, true]);
      expect([error, peer.received.toString(), server.exited]).toEqual([error, 'hello', null]);
      peer.close();
    } finally {
      await server.end();
    }
  }
});
