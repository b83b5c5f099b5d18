import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Peer } from '../../src/kit/peer.ts';
import { Server } from '../../src/kit/server.ts';
import { ask } from '../support/train-answers.ts';

/** With SO_RCVTIMEO set, recv fails with EINTR after a stop and a continue, although there is no handler. signal(7) */
test.each(['06-train-protocol', '07-process-pool', '08-thread-pool'])(
  '%s is stopped and goes on: the client that was waited for is still there',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'stop-'));
    writeFileSync(join(folder, 'small'), 'a small file');
    const server = await Server.start(`solutions/${name}/server.ts`, { args: ['--dir', folder] });
    try {
      const client = await Peer.connect(server);
      expect((await ask(client, 'small')).complete).toBe(true); // whoever serves it waits in recv now
      await server.quiet();
      const pids = server.processes().map(({ pid }) => pid);
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await server.waitFor('all to stop', () => server.processes().every(({ state }) => state === 'T'));
      for (const pid of pids) process.kill(pid, 'SIGCONT');
      await server.quiet();
      expect((await ask(client, 'small')).complete).toBe(true);
      client.close();
    } finally {
      await server.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
