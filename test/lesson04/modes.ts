import { EPOLLET, EPOLLIN, EPOLLOUT, EPOLLRDHUP, O_NONBLOCK } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { has, interestIn, interestOf, maskText } from '../support/epoll.ts';
import { HELLO } from './lesson.ts';

/** Whether the server's descriptor of this socket has O_NONBLOCK. */
export function nonblocking(server: ObservedProgram, inode: number): boolean {
  const flags = descriptorFlags(server.pid, socketInodes(server.pid).get(inode) ?? -1);
  return flags !== null && (flags & O_NONBLOCK) !== 0;
}

/** The masks of the listener and of an idle client, and their O_NONBLOCK. */
export async function modes(t: TestContext, file: string, edge: boolean): Promise<void> {
  const server = await t.start(file);
  const client = await t.connect(server);
  await t.step('connected a client; it got its echo', () => client.exchange(HELLO));
  await server.quiet(() => 'always-out');
  for (const [name, interest] of [
    ['the listener', interestIn(server, server.listener()?.inode ?? 0)],
    ['the connection', interestOf(server, client)],
  ] as const) {
    const wanted = edge && name === 'the connection' ? [EPOLLIN, EPOLLOUT, EPOLLRDHUP] : [EPOLLIN];
    t.expect(wanted.every((bit) => has(interest, bit)) && has(interest, EPOLLET) === edge, {
      expected: `${name} to be watched for ${wanted.length > 1 ? 'EPOLLIN, EPOLLOUT and EPOLLRDHUP' : 'EPOLLIN'}, ${edge ? 'edge' : 'level'}-triggered`,
      saw: maskText(interest),
      looksLike: has(interest, EPOLLET) !== edge ? 'wrong-mode' : undefined,
    });
  }
  for (const [name, inode] of [
    ['the listener', server.listener()?.inode ?? 0],
    ['the connection', client.serverRow?.inode ?? 0],
  ] as const) {
    t.expect(nonblocking(server, inode), {
      expected: `${name} to be non-blocking`,
      saw: 'flags without O_NONBLOCK (04000) in /proc/PID/fdinfo',
      looksLike: 'blocking',
    });
  }
}
