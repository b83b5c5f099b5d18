import { expect, test } from 'vitest';
import { linger, SO_LINGER, SOL_SOCKET, setsockopt } from '#sys';
import { referenceFile } from '../../../src/course/files/reference.ts';
import { pauseMs, until } from '../../../src/host/wait.ts';
import { descriptors, residentKb } from '../../../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { Peer } from '../../../src/kit/peer.ts';
import { limitFiles } from '../../support/limit-files.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { withReactor } from '../../support/reactor.ts';

const says = async (peer: Peer, text: string, answer: string): Promise<void> => {
  await peer.send(Buffer.from(text));
  await peer.expect(Buffer.from(answer));
};

test('unsent bytes of a client that has gone are never sent to another client', () =>
  withReactor('resp.ts', async (server) => {
    const bob = await Peer.connect(server);
    await says(bob, 'SET k topsecret\r\n', '+OK\r\n');
    for (let i = 0; i < 5; i++) {
      const rude = await Peer.connect(server);
      await says(rude, 'PING\r\n', '+PONG\r\n');
      // When the server wakes, the request has arrived and the client has gone.
      await server.frozen(async () => {
        await rude.send(Buffer.from('GET k\r\n'));
        setsockopt(rude.fd, SOL_SOCKET, SO_LINGER, linger(true, 0));
        rude.close();
      });
      await says(bob, 'PING\r\n', '+PONG\r\n');
    }
    bob.close();
  }));

test('many requests for a large value, of a client that does not read, cost little memory, and all are answered', () =>
  withReactor('resp.ts', async (server) => {
    const VALUE = 100_000;
    const REQUESTS = 1000;
    const writer = await Peer.connect(server);
    await says(writer, `SET k ${'v'.repeat(VALUE)}\r\n`, '+OK\r\n');
    await server.quiet();
    const before = residentKb(server.pid);
    const greedy = await Peer.connect(server, { receiveBuffer: 4096 });
    await greedy.send(Buffer.from('GET k\r\n'.repeat(REQUESTS)));
    greedy.halfClose();
    await server.quiet();
    const grown = residentKb(server.pid) - before;
    expect(grown).toBeLessThan((REQUESTS * VALUE) / 1000 / 4); // of 100 MB
    const answer = VALUE + `$${VALUE}\r\n\r\n`.length;
    let length = 0;
    await server.waitFor(
      'all answers, and the end',
      () => {
        greedy.pump();
        length = greedy.arrived;
        return greedy.ending !== 'open';
      },
      { within: 100_000 },
    );
    expect([length, greedy.ending]).toEqual([REQUESTS * answer, 'eof']);
    writer.close();
    greedy.close();
  }));

test('a client that still talks when the server says goodbye loses nothing that was sent to it', () =>
  withReactor('echo.ts', async (server) => {
    const client = await Peer.connect(server, { receiveBuffer: 4096 });
    const bytes = Buffer.alloc(100_000, 'x');
    await client.send(bytes);
    await server.quiet();
    server.signal('SIGTERM');
    await server.waitFor('the listener to be closed', () => server.listener() === null);
    await server.quiet();
    client.offer(Buffer.from('still here\r\n')); // a closed socket would answer with a reset
    await server.waitFor(
      'the end of the stream',
      () => {
        client.pump(4096);
        return client.ending !== 'open';
      },
      { alive: false },
    );
    expect([client.arrived, client.ending]).toEqual([bytes.length, 'eof']);
    client.close();
    expect(await server.exit()).toEqual({ code: 0, signal: null });
  }));

test('after a stop with bytes pending it sleeps until the client has ended', () =>
  withReactor('echo.ts', async (server) => {
    const slow = await Peer.connect(server, { receiveBuffer: 4096 });
    await slow.fill(Buffer.alloc(16_000_000, 'x'));
    server.signal('SIGTERM');
    await server.waitFor(
      'the end of the stream',
      () => {
        slow.pump();
        return slow.ending !== 'open';
      },
      { alive: false },
    );
    // The client does not end: the server waits a second for its FIN, asleep. In that time a loop that spins wakes up 50,000 times.
    await until(() => server.exited !== null, PATIENCE_MS);
    const wakeups = Number(/stopped after (\d+) wake-ups/.exec(server.log.join('\n'))?.[1]);
    expect(wakeups).toBeLessThan(1000); // about 15
    slow.close();
  }));

test('an endless number is an error at its eleventh digit', () =>
  withReactor('resp.ts', async (server) => {
    const endless = await Peer.connect(server);
    await endless.send(Buffer.from(`*${'0'.repeat(60_000)}`));
    await server.waitFor('the answer, and the end', () => {
      endless.pump();
      return endless.ending !== 'open';
    });
    expect(endless.received.toString()).toBe('-ERR Protocol error: invalid number\r\n');
    endless.close();
  }));

test('input after the end of a conversation is ignored', () =>
  withReactor('resp.ts', async (server) => {
    const bob = await Peer.connect(server);
    for (let i = 0; i < 3; i++) {
      const leaves = await Peer.connect(server);
      await leaves.send(Buffer.from(`QUIT\r\n${'SET after quit\r\n'.repeat(1_000_000)}`));
      await server.waitFor('the end', () => {
        leaves.pump();
        return leaves.ending !== 'open';
      });
      await says(bob, 'GET after\r\n', '$-1\r\n');
      leaves.close();
    }
    bob.close();
  }));

test('with no descriptor left it retries twice a second, however many clients come and go', () =>
  withReactor('echo.ts', async (server) => {
    await server.quiet();
    const used = new Set(descriptors(server.pid).map(({ fd }) => fd));
    const free = Array.from({ length: 1024 }, (_, fd) => fd).filter((fd) => !used.has(fd));
    const PLACES = 5;
    limitFiles(server.pid, free[PLACES] as number);
    const clients = await Promise.all(Array.from({ length: 2 * PLACES }, () => Peer.connect(server)));
    const pauses = (): number => server.log.filter((line) => line.includes('pauses accepting')).length;
    await server.waitFor('the server to say so', () => pauses() > 0);
    for (let i = 0; i < 40; i++) {
      const before = pauses();
      clients.shift()?.close(); // a waiting client gets its descriptor
      clients.push(await Peer.connect(server));
      // It sleeps half a second between attempts: a quiet server is not stuck.
      expect(await until(() => pauses() > before, PATIENCE_MS), 'another pause').toBe(true);
    }
    const before = pauses();
    await pauseMs(1000);
    expect(pauses() - before).toBeLessThan(20); // two are right; without a pause there would be dozens
    for (const client of clients) client.close();
  }));

test('a request of many large arguments is refused before it fills the memory', () =>
  withReactor('resp.ts', async (server) => {
    const greedy = await Peer.connect(server);
    const bulk = Buffer.concat([Buffer.from('$1048576\r\n'), Buffer.alloc(1 << 20, 'x'), Buffer.from('\r\n')]);
    await greedy.send(Buffer.from('*1000\r\n'));
    let sent = 0;
    for (; sent < 200 && greedy.ending === 'open'; sent++) {
      await greedy.send(bulk);
      greedy.pump();
    }
    expect(sent).toBeLessThan(30); // 16 MB, and the contents of the queues
    await server.quiet();
    const bob = await Peer.connect(server);
    await says(bob, 'PING\r\n', '+PONG\r\n');
    bob.close();
    greedy.close();
  }));

test('a connection that epoll refuses is lost, and no other one', async () => {
  // The number of the first connection's epoll_ctl depends on the descriptors that the loop watches before.
  for (let call = 1; call <= 10; call++) {
    const server = await ObservedProgram.launch(referenceFile('09-reactor', 'echo.ts'), {
      args: ['--port', '0'],
      faults: [{ calls: ['epoll_ctl'], error: 'ENOSPC', at: [call] }],
    });
    try {
      if ((await server.listening().catch(() => 'no')) === 'no') continue;
      const [first, second] = [await Peer.connect(server), await Peer.connect(server)];
      const served = await Promise.allSettled([first, second].map((peer) => peer.exchange(Buffer.from('hello'))));
      await server.settle();
      if (server.exited !== null) continue; // that epoll_ctl was the listener's
      expect(served.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      await server.waitFor('a sentence', () => server.log.some((line) => /lost 127.*ENOSPC/.test(line)));
      return;
    } finally {
      await server.end();
    }
  }
  expect.unreachable('no call of epoll_ctl was that of a connection');
});
