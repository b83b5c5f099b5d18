import { afterEach, expect, test } from 'vitest';
import { AF_UNIX, close, F_GETFD, FD_CLOEXEC, type Fd, fcntl, pipe2, SOCK_STREAM, sendmsg, socketpair } from '#sys';
import { recvFd } from '../../../solutions/07-process-pool/channel.ts';
import { descriptors } from '../../../src/kit/kernel/proc.ts';

let opened: Fd[] = [];
afterEach(() => {
  for (const fd of opened) close(fd);
  opened = [];
});

function channel(): { ours: Fd; theirs: Fd; file: Fd } {
  const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM);
  const [file, other] = pipe2();
  opened = [ours, theirs, file, other];
  return { ours, theirs, file };
}

const open = (): number[] => descriptors(process.pid).map(({ fd }) => fd);

test('a second descriptor in the padding of the control data is closed, and the first is close-on-exec', () => {
  const { ours, theirs, file } = channel();
  const before = open();
  sendmsg(ours, { buffers: [Buffer.from([1])], fds: [file, file] });
  const conn = recvFd(theirs);
  if (typeof conn !== 'number') throw new Error(`no descriptor: ${conn}`);
  opened.push(conn);
  expect(fcntl(conn, F_GETFD)).toBe(FD_CLOEXEC);
  expect(open().filter((fd) => !before.includes(fd))).toEqual([conn]);
});
