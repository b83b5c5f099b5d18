import { expect, test } from 'vitest';
import { Peer } from '../../src/kit/peer.ts';
import { ask } from '../support/train-answers.ts';
import { servingSmall } from './serving-small.ts';

/** With SO_RCVTIMEO set, recv fails with EINTR after a stop and a continue, although there is no handler. signal(7) */
test.each(['06-train-protocol', '07-process-pool', '08-thread-pool'])(
  '%s is stopped and goes on: the client that was waited for is still there',
  (name) =>
    servingSmall(name, async (server) => {
      const client = await Peer.connect(server);
      expect((await ask(client, 'small')).complete).toBe(true); // its worker now waits in recv
      await server.quiet();
      const pids = server.processes().map(({ pid }) => pid);
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await server.waitFor('all to stop', () => server.processes().every(({ state }) => state === 'T'));
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      await server.quiet();
      expect((await ask(client, 'small')).complete).toBe(true);
      client.close();
    }),
  60_000,
);
