import { spawnSync } from 'node:child_process';
import { AF_INET, type Fd, SHUT_WR, send, shutdown } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';
import { installed } from '../support/installed.ts';
import { graded, NUMBERS } from './lesson.ts';
import { countOf, observed, type Told } from './observer.ts';
import { type Family, families, portOf, type Sockets, withSockets } from './sockets.ts';

/** Both ends of a connection in which the client has sent 5 bytes and its FIN, and the server has read nothing. */
function halfClosed(sockets: Sockets, family: Family): { listener: Fd; client: Fd; server: Fd } {
  const listener = sockets.listener(family);
  const { client, server } = sockets.connected(family, listener);
  sockets.client(family, listener);
  send(client, Buffer.from('hello'));
  shutdown(client, SHUT_WR);
  return { listener, client, server };
}

graded(
  '16.1',
  3,
  'sockets of this machine: both ends of each connection, of both families',
  (t: TestContext) =>
    withSockets(async (sockets) => {
      for (const family of families()) {
        const { listener, client, server } = halfClosed(sockets, family);
        const [port, other] = [portOf(listener), portOf(client)];
        if (family === AF_INET)
          await until(() => rowBetween(portOf(server), other)?.state === 'CLOSE_WAIT' || null, 10_000);
        const told = await observed(t, ['--port', String(port)]);
        // A TIME_WAIT may be left of an earlier connection whose port is used again; in the other family the port may be another program's.
        const ends = family === AF_INET ? '127.0.0.1:' : '[::1]:';
        const rows = told.filter(({ state, local }) => state !== 'TIME_WAIT' && local.startsWith(ends));
        t.expect(rows.length === 5, {
          expected: `5 rows of port ${port}: the listener, and both ends of two connections`,
          saw: `${rows.length}`,
          kernel: rows.map(({ line }) => line),
        });
        const own = rows.find(({ local, remote }) => local.endsWith(`:${port}`) && remote.endsWith(`:${other}`));
        const theirs = rows.find(({ local }) => local.endsWith(`:${other}`));
        const queue = rows.find(({ state }) => state === 'LISTEN');
        t.expect(queue?.parts.includes('1 waiting') === true, {
          expected: 'LISTEN, with 1 waiting',
          saw: queue?.line ?? 'none',
          looksLike: 'listener-bytes',
        });
        t.expect(own?.state === 'CLOSE_WAIT' && countOf(own, 'unread') === 6, {
          expected: 'the server in CLOSE_WAIT, with 6 unread: 5 bytes and the FIN',
          saw: own?.line ?? 'no row of that end',
        });
        t.expect(theirs?.state === 'FIN_WAIT2', {
          expected: 'the client in FIN_WAIT2',
          saw: theirs?.line ?? 'no row of that end',
        });
      }
    }),
  { needs: [NUMBERS] },
);

/** The kernel's name of a state, from that of ss: TIME-WAIT is TIME_WAIT, FIN-WAIT-2 is FIN_WAIT2. */
function kernelName(state: string): string {
  if (state === 'ESTAB') return 'ESTABLISHED';
  return state
    .replaceAll('-', '_')
    .replace(/_(\d)$/, '$1')
    .replace('UNCONN', 'CLOSE');
}

/** The rows of ss for these ports: state, ends and the queue of unread bytes. */
function fromSs(ports: ReadonlySet<number>): string[] {
  const { stdout } = spawnSync('ss', ['-tanH'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , local = '', remote = '']) => ports.has(portIn(local)) || ports.has(portIn(remote)))
    .map(([state = '', unread, , local, remote = '']) => {
      const listens = state === 'LISTEN';
      return `${kernelName(state)} ${local} ${listens ? '-' : remote} ${unread}`;
    })
    .sort();
}

const portIn = (end: string): number => Number(end.slice(end.lastIndexOf(':') + 1));

const compared = (told: Told): string =>
  `${told.state} ${told.local} ${told.remote} ${countOf(told, told.state === 'LISTEN' ? 'waiting' : 'unread')}`;

/** Short connections, one after the other, until the returned function is called. */
function traffic(sockets: Sockets): () => void {
  const listener = sockets.listener(AF_INET, 100);
  const timer = setInterval(() => {
    for (let i = 0; i < 20; i++) {
      const { client, server } = sockets.connected(AF_INET, listener);
      sockets.reset(client);
      sockets.reset(server);
    }
  }, 2);
  return () => clearInterval(timer);
}

const ATTEMPTS = 5;

if (installed('ss', 'lesson 16, "agrees with ss while connections come and go"'))
  graded(
    '16.1',
    3,
    'agrees with ss while connections come and go',
    (t: TestContext) =>
      withSockets(async (sockets) => {
        const ports = new Set<number>();
        for (const family of families())
          for (let i = 0; i < 10; i++) ports.add(portOf(halfClosed(sockets, family).listener));
        const stop = traffic(sockets);
        t.note(`${ports.size} listeners with two connections each, while other connections come and go`);
        try {
          let [missing, strange]: [string[], string[]] = [[], []];
          // The kernel hands out its table in pieces, and may leave out a row while others come and go: also for ss.
          for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
            const ours = (await observed(t, []))
              .filter(({ local, remote }) => ports.has(portIn(local)) || ports.has(portIn(remote)))
              .map(compared);
            const theirs = fromSs(ports);
            missing = theirs.filter((line) => !ours.includes(line));
            strange = ours.filter((line) => !theirs.includes(line));
            if (missing.length + strange.length === 0) return;
          }
          t.expect(false, {
            expected: 'the rows of ss',
            saw: `${missing.length} of them missing, and ${strange.length} that ss does not have`,
            kernel: [
              ...missing.slice(0, 3).map((line) => `ss: ${line}`),
              ...strange.slice(0, 3).map((line) => `observe.ts: ${line}`),
            ],
          });
        } finally {
          stop();
        }
      }),
    { needs: ['sockets of this machine: both ends of each connection, of both families'] },
  );
