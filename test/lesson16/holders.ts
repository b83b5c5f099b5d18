import { AF_INET } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { ABSENT, graded, NUMBERS } from './lesson.ts';
import { observed } from './observer.ts';
import { portOf, withSockets } from './sockets.ts';

const FD = 3;

graded(
  '16.1',
  3,
  'names every process that holds a socket, and its descriptor',
  (t: TestContext) =>
    withSockets(async (sockets) => {
      const listener = sockets.listener(AF_INET);
      const { client, server } = sockets.connected(AF_INET, listener);
      const programs: ObservedProgram[] = [];
      for (let i = 0; i < 2; i++) {
        const program = await t.watch(ABSENT, { args: ['--port', '0'], stdio: ['pipe', 'pipe', 'pipe', client] });
        programs.push(program);
        await program.listening();
      }
      t.note(`two processes have the same socket as descriptor ${FD}: ${programs.map(({ pid }) => pid).join(', ')}`);
      const rows = await observed(t, ['--port', String(portOf(client))]);
      const row = rows.find(({ local }) => local.endsWith(`:${portOf(client)}`));
      const held = row?.parts.find((part) => part.startsWith('held by ')) ?? 'nothing';
      const named = programs.filter(({ pid }) => new RegExp(`\\b${pid} fd ${FD}\\b`).test(held));
      t.expect(named.length === 2, {
        expected: `held by ${programs.map(({ pid }) => `${pid} fd ${FD}`).join(', ')}`,
        saw: held,
        looksLike: held === 'held by nobody' ? 'inode-hex' : held.includes(',') ? undefined : 'one-holder',
      });
      const own = programs.map(({ pid }) => pid);
      for (const { pid, port } of programs) {
        const [line] = await observed(t, ['--port', String(port)]);
        const holder = line?.parts.find((part) => part.startsWith('held by ')) ?? 'nothing';
        t.expect(holder.startsWith(`held by ${pid} fd `) && !holder.includes(','), {
          expected: `the listener of port ${port} held by ${pid} alone, one of ${own.join(', ')}`,
          saw: holder,
        });
      }
      void server;
    }),
  { needs: [NUMBERS] },
);
