import type { SameProgram } from '../../../src/mutants/mutant.ts';

const CLOEXEC = 'the server starts no other program';
const ENDED = 'if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;';
const BLOCKING = 'null means "would block", which a blocking channel never says';
const ORDER = 'neither statement uses what the other one changes';
const LOG = 'only the log line differs';
const REAPED = "log(`worker ${dead.pid} ${ended === null ? 'has gone' : describeStatus(ended)}`);";

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
  {
    file: 'worker.ts',
    line: 'setPatience(conn, patience * 1000);',
    change: '1000 → 1001',
    why: 'waits longer than asked, by less than a test can measure on a busy machine',
  },
  {
    file: 'parent.ts',
    line: 'close(dead.channel);',
    change: 'close(dead.channel); ↔ this.#workers.delete(dead.channel);',
    why: ORDER,
  },
  {
    file: 'parent.ts',
    line: 'this.#pausing = true;',
    change: 'this.#pausing = true; ↔ timerfdSettime(this.#timer, { value: PAUSE_MS });',
    why: ORDER,
  },
  {
    file: 'parent.ts',
    line: 'this.#stopping = true;',
    change: 'this.#stopping = true; ↔ close(this.#listener);',
    why: ORDER,
  },
  { file: 'parent.ts', line: REAPED, change: 'ended === null → false', why: LOG },
  { file: 'parent.ts', line: REAPED, change: 'ended === null → true', why: LOG },
];

export default same;
