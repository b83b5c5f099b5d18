import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { freePort } from '../../src/grading/free-port.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { until } from '../../src/host/wait.ts';
import { ClientSocket, startConnecting } from '../../src/kit/client-socket.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import { rowsAt } from '../../src/kit/kernel/tcp.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { installed } from '../support/installed.ts';

/** The download server of lesson 11 under more clients than its graded tests have, and nginx under the same probe of a file that shrinks. */
const BIG = 8_000_000;
const READERS = 200;
const WAIT_MS = 60_000;
let folder = '';
let open: ClientSocket[] = [];
beforeEach(() => {
  folder = makeScratch();
  writeFileSync(join(folder, 'big'), Buffer.alloc(BIG, 'x'));
  writeFileSync(join(folder, 'small'), 'still here');
});
afterEach(() => {
  for (const client of open) client.close();
  open = [];
  removeScratch(folder);
});

function client(port: number): ClientSocket {
  const socket = new ClientSocket(startConnecting(port, 4096));
  open.push(socket);
  return socket;
}

const answers = (socket: ClientSocket, bytes: number): Promise<boolean | null> =>
  until(() => {
    socket.pump();
    return socket.arrived >= bytes || socket.ending !== 'open';
  }, WAIT_MS);

describe.each(['copy', 'mmap', 'sendfile', 'splice', 'zerocopy'])('200 clients that do not read, by %s', (way) => {
  test('cost little memory, and delay nobody', async () => {
    closeSync(openSync(join(folder, 'huge'), 'w'));
    truncateSync(join(folder, 'huge'), 2 ** 30);
    const server = await ObservedProgram.start(referenceFile('11-zero-copy', 'server.ts'), {
      args: ['--dir', folder, '--way', way],
    });
    try {
      const before = residentKb(server.pid);
      const slow = Array.from({ length: READERS }, () => client(server.port));
      for (const socket of slow) socket.offer(Buffer.from('GET huge\n'));
      await until(() => server.connections().filter(({ txQueue }) => txQueue > 0).length === READERS, WAIT_MS);
      const next = client(server.port);
      next.offer(Buffer.from('GET small\n'));
      await answers(next, 18);
      expect(next.received.subarray(8).toString()).toBe('still here');
      expect(residentKb(server.pid) - before).toBeLessThan(100 * 1024);
    } finally {
      await server.end();
    }
  });
});

const probed = installed('nginx', 'a file that shrinks under nginx') ? describe : describe.skip;
probed.each(['on', 'off'])('nginx with sendfile %s, and a file that shrinks while it is sent', (sendfile) => {
  let nginx: ChildProcess | undefined;
  afterEach(() => {
    nginx?.kill('SIGKILL');
  });

  test('ends the connection short, as the reference does, and goes on', async () => {
    const port = freePort();
    const config = join(folder, 'nginx.conf');
    writeFileSync(
      config,
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
       http { access_log off; sendfile ${sendfile}; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p;
         fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
         server { listen 127.0.0.1:${port}; root ${folder}; } }`,
    );
    nginx = spawn('nginx', ['-c', config], { stdio: 'ignore' });
    const listens = (): boolean => rowsAt(port).some(({ state }) => state === 'LISTEN');
    expect(await until(listens, WAIT_MS), 'nginx listens').toBe(true);
    const slow = client(port);
    slow.offer(Buffer.from('GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    let last = -1;
    const stalls = (): boolean => {
      const sent = rowsAt(port).find(({ localPort, txQueue }) => localPort === port && txQueue > 0)?.txQueue ?? -1;
      const same = sent > 0 && sent === last;
      last = sent;
      return same;
    };
    expect(await until(stalls, WAIT_MS), 'nginx waits for the client').toBe(true);
    truncateSync(join(folder, 'big'), 100);
    await answers(slow, BIG);
    expect(slow.ending).not.toBe('open');
    expect(slow.arrived).toBeLessThan(BIG);
    const next = client(port);
    next.offer(Buffer.from('GET /small HTTP/1.0\r\n\r\n'));
    await answers(next, Number.POSITIVE_INFINITY);
    expect(next.received.toString()).toContain('still here');
  });
});
