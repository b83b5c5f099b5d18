import { EPOLLET, EPOLLIN, O_NONBLOCK } from '#sys';
import type { Bench } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { Server } from '../../src/kit/observed-program.ts';
import { has, interestIn, interestOf, maskText } from '../support/epoll.ts';
import { HELLO } from './lesson.ts';

/** Whether the server's descriptor of this socket has O_NONBLOCK. */
export function nonblocking(server: Server, inode: number): boolean {
  const flags = descriptorFlags(server.pid, socketInodes(server.pid).get(inode) ?? -1);
  return flags !== null && (flags & O_NONBLOCK) !== 0;
}

/** What epoll watches for, while a client has nothing to do. */
export async function modes(bench: Bench, file: string, edge: boolean): Promise<void> {
  const server = await bench.start(file);
  const client = await bench.connect(server);
  await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
  await server.quiet(() => 'L04-B05');
  for (const [name, interest] of [
    ['the listener', interestIn(server, server.listener()?.inode ?? 0)],
    ['the connection', interestOf(server, client)],
  ] as const) {
    bench.expect(has(interest, EPOLLIN) && has(interest, EPOLLET) === edge, {
      expected: `${name} to be watched for EPOLLIN, ${edge ? 'edge' : 'level'}-triggered`,
      saw: maskText(interest),
      looksLike: has(interest, EPOLLET) !== edge ? 'L04-B15' : undefined,
    });
  }
  for (const [name, inode] of [
    ['the listener', server.listener()?.inode ?? 0],
    ['the connection', client.serverRow?.inode ?? 0],
  ] as const) {
    bench.expect(nonblocking(server, inode), {
      expected: `${name} to be non-blocking`,
      saw: 'flags without O_NONBLOCK (04000) in /proc/PID/fdinfo',
      looksLike: 'L04-B03',
    });
  }
}
