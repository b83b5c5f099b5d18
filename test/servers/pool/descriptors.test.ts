import { expect, test } from 'vitest';
import { pauseMs } from '../../../src/host/wait.ts';
import { descriptors } from '../../../src/kit/kernel/proc.ts';
import { Peer } from '../../../src/kit/peer.ts';
import { limitFiles } from '../../support/limit-files.ts';
import { ask } from '../../support/train-answers.ts';
import { servingSmall } from '../serving-small.ts';

test.each(['07-process-pool', '08-thread-pool'])(
  '%s waits when no descriptor is left, and goes on when there is one again',
  (name) =>
    servingSmall(name, async (server) => {
      await server.quiet();
      const used = new Set(descriptors(server.pid).map(({ fd }) => fd));
      const free = Array.from({ length: 1024 }, (_, fd) => fd).find((fd) => !used.has(fd)) ?? 0;
      limitFiles(server.pid, free); // the kernel gives the lowest free number
      const client = await Peer.connect(server);
      const says = (): number => server.log.filter((line) => line.includes('pauses accepting')).length;
      await server.waitFor('the server to say so', () => says() > 0);
      await pauseMs(300);
      expect(says()).toBeLessThan(20); // ten a second: it pauses and does not spin
      limitFiles(server.pid, 1024);
      expect((await ask(client, 'small')).complete).toBe(true);
      client.close();
    }),
  60_000,
);
