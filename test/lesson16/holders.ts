import { AF_INET, type Fd, SHUT_WR, shutdown } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { rowBetween } from '../../src/kit/kernel/tcp.ts';
import { ABSENT, graded, NUMBERS } from './lesson.ts';
import { observed, type Told } from './observer.ts';
import { portOf, type Sockets, withSockets } from './sockets.ts';

/** The descriptors of the socket in two processes: the first one has it twice. */
const HELD = [[3, 4], [3]] as const;

graded(
  '16.1',
  3,
  'names every process that holds a socket, and its descriptor',
  (t: TestContext) =>
    withSockets(async (sockets) => {
      const listener = sockets.listener(AF_INET);
      const { client } = sockets.connected(AF_INET, listener);
      const programs = await Promise.all(
        HELD.map(async (fds) => {
          const stdio = ['pipe', 'pipe', 'pipe', ...fds.map(() => client)] as const;
          const program = await t.watch(ABSENT, { args: ['--port', '0'], stdio: [...stdio] });
          await program.listening();
          return { program, names: fds.map((fd) => `${program.pid} fd ${fd}`) };
        }),
      );
      const wanted = programs.flatMap(({ names }) => names);
      t.note(`two processes have the same socket as a descriptor, one of them twice: ${wanted.join(', ')}`);
      const ports = [portOf(client), ...programs.map(({ program }) => program.port)];
      const [rows = [], ...own] = await Promise.all(ports.map((port) => observed(t, ['--port', String(port)])));
      const holderOf = (row?: Told): string => row?.parts.find((part) => part.startsWith('held by ')) ?? 'nothing';
      // By both ends: the kernel gives the port of a client to connections of other programs as well, to other servers.
      const held = holderOf(
        rows.find(
          ({ local, remote }) => local.endsWith(`:${portOf(client)}`) && remote.endsWith(`:${portOf(listener)}`),
        ),
      );
      const missing = programs.map(
        ({ names }) => names.filter((name) => !new RegExp(`\\b${name}\\b`).test(held)).length,
      );
      t.expect(
        missing.every((count) => count === 0),
        { expected: `held by ${wanted.join(', ')}`, saw: held, looksLike: wrongHolders(held, missing) },
      );
      for (const [i, { program }] of programs.entries()) {
        const holder = holderOf(own[i]?.find(({ state }) => state === 'LISTEN'));
        t.expect(holder.startsWith(`held by ${program.pid} fd `) && !holder.includes(','), {
          expected: `the listener of port ${program.port} held by ${program.pid} alone`,
          saw: holder,
        });
      }
      await heldByNobody(t, sockets, listener);
    }),
  { needs: [NUMBERS] },
);

/** A connection in TIME_WAIT has no inode: 0 stands in its row. */
async function heldByNobody(t: TestContext, sockets: Sockets, listener: Fd): Promise<void> {
  const { client, server } = sockets.connected(AF_INET, listener);
  const [port, other] = [portOf(listener), portOf(client)];
  t.note('another connection ends in good order: its client, who was first, leaves a TIME_WAIT');
  for (const fd of [client, server]) shutdown(fd, SHUT_WR);
  for (const fd of [client, server]) sockets.close(fd);
  if ((await until(() => rowBetween(other, port)?.state === 'TIME_WAIT', PATIENCE_MS)) === null) {
    t.note('this machine keeps no more of them (net.ipv4.tcp_max_tw_buckets)');
    return;
  }
  const told = await observed(t, ['--port', String(other)]);
  const row = told.find(({ state, remote }) => state === 'TIME_WAIT' && remote.endsWith(`:${port}`));
  t.expect(row?.parts.includes('held by nobody') === true, {
    expected: 'TIME_WAIT, held by nobody',
    saw: row?.line.slice(0, 120) ?? 'no such row',
    ...(row !== undefined && { looksLike: 'zero-held' }),
  });
}

const PATIENCE_MS = 10_000;

/** The known mistake that holders point at, of which so many are missing in each process. */
function wrongHolders(held: string, missing: readonly number[]): string | undefined {
  if (held === 'held by nobody') return 'inode-hex';
  if (!held.includes(',')) return 'one-holder';
  return missing.join() === '1,0' ? 'one-descriptor' : undefined;
}
