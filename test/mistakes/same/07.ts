import type { SameProgram } from '../../../src/mutants/mutant.ts';

const CLOEXEC = 'the server starts no other program';
const ENDED = 'if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;';
const BLOCKING = 'null means "would block", which a blocking channel never says';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'workers.ts',
    line: 'const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);',
    change: 'SOCK_STREAM | SOCK_CLOEXEC → SOCK_STREAM',
    why: CLOEXEC,
  },
  {
    file: 'channel.ts',
    line: 'const message = recvmsg(channel, [byte], cmsgSpace(4), MSG_CMSG_CLOEXEC);',
    change: '4 → 5',
    why: 'CMSG_SPACE rounds both up to 24 bytes',
  },
  {
    file: 'channel.ts',
    line: ENDED,
    change: 'message === null || message.bytes === 0 → message.bytes === 0',
    why: BLOCKING,
  },
  { file: 'channel.ts', line: ENDED, change: 'message === null → false', why: BLOCKING },
];

export default same;
