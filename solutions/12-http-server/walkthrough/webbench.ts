/** The story of webbench, in three acts. */
import { spawnSync } from 'node:child_process';
import {
  AF_INET,
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  type Fd,
  isSystemError,
  SOCK_STREAM,
  socket,
} from '#sys';
import { onPath } from '../../../src/host/on-path.ts';
import type { Peer } from '../../../src/kit/peer.ts';
import type { Stage } from '../../../src/stage/stage.ts';
import { get, SERVER, say, titleOf, withServer } from '../demo.ts';

export async function actOne(stage: Stage): Promise<void> {
  for (const mistake of ['closed-first', undefined]) {
    await withServer(stage, mistake, [], async (server) => {
      const first = await stage.connect(server);
      await say(server, first, get('/hello.txt'));
      const served = await say(server, first, get('/hello.txt'));
      first.close();
      await server.quiet();
      const second = await stage.connect(server);
      second.offer(get('/hello.txt'));
      await server.quiet();
      second.pump();
      stage.show(titleOf(mistake), [
        `the first client: ${served.length} answers`,
        `the second one: ${second.received.length} bytes, then ${second.ending}`,
        ...server.log.filter((line) => line.includes('epoll_ctl')),
      ]);
      stage.claim(served.length === 2, 'the first client is served');
      if (mistake === undefined) stage.claim(second.received.length > 0, 'and so is the second');
      else stage.claim(second.received.length === 0, 'the second one is lost: epoll_ctl says ENOENT');
      if (mistake === undefined) load(stage, server.port);
    });
  }
}

/** ab plays webbench: two clients at the same time. */
function load(stage: Stage, port: number): void {
  if (!onPath('ab')) return;
  const args = ['-q', '-n', '200', '-c', '2', `http://127.0.0.1:${port}/hello.txt`];
  const { stdout } = spawnSync('ab', args, { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => /^(Complete|Failed) requests/.test(line));
  stage.show(`ab ${args.slice(0, -1).join(' ')}`, lines);
  stage.claim(/Failed requests: +0\n/.test(stdout), 'two clients at the same time, and no failed request');
}

const errorOf = (call: () => void): string => {
  try {
    call();
    return 'no error';
  } catch (error) {
    return isSystemError(error) ? error.code : String(error);
  }
};

export async function actTwo(stage: Stage): Promise<void> {
  const epoll = epollCreate1(0);
  const makeSocket = (): Fd => socket(AF_INET, SOCK_STREAM);
  const first = makeSocket();
  epollCtl(epoll, EPOLL_CTL_ADD, first, EPOLLIN);
  close(first);
  const free = errorOf(() => epollCtl(epoll, EPOLL_CTL_DEL, first));
  const second = makeSocket();
  const taken = errorOf(() => epollCtl(epoll, EPOLL_CTL_DEL, second));
  epollCtl(epoll, EPOLL_CTL_ADD, second, EPOLLIN);
  const other = errorOf(() => epollCtl(epoll, EPOLL_CTL_DEL, second));
  for (const fd of [second, epoll]) close(fd);
  stage.show(`EPOLL_CTL_DEL of descriptor ${first}, which has been closed`, [
    `the number is free: ${free}`,
    `the number is a new socket, not in the list: ${taken}`,
    `the number is a new socket in the list: ${other}, and that one is no longer watched`,
  ]);
  stage.claim(second === first, 'the kernel gives the lowest free number, which is the old one');
  stage.claim(free === 'EBADF' && taken === 'ENOENT', 'EBADF, and then ENOENT: No such file or directory');
  stage.claim(other === 'no error', 'and in the worst case it works, for the wrong connection');
}

const CROWD = 300;

export async function actThree(stage: Stage): Promise<void> {
  await withServer(stage, undefined, [], async (server) => {
    const clients: Peer[] = [];
    for (let i = 0; i < CROWD; i++) clients.push(await stage.connect(server));
    for (const client of clients) client.offer(get('/hello.txt'));
    await server.quiet();
    for (const client of clients) client.pump();
    const answered = clients.filter((client) => client.received.includes('HTTP/1.1 200')).length;
    stage.show(SERVER, [
      `${answered} of ${CROWD} clients have their answer`,
      `${server.connections().length} connections, ${server.processes().length} process`,
    ]);
    stage.claim(answered === CROWD && server.processes().length === 1, 'one process serves all of them');
  });
}
