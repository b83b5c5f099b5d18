import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const SIGPIPE = 'step 11.3 ignores SIGPIPE';
const NONBLOCK = 'the socket and the pipe are O_NONBLOCK';
const CLOEXEC = 'the server starts no other program';
const NEVER = 'a file never would block';
const LEAVES = 'unlink of a file of its own fails with ENOENT only';
const WAKES = 'what this turn has sent is pending: its completion wakes the loop';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'answer.ts',
    line: 'const n = send(this.#conn, this.#header, follows ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL);',
    change: 'MSG_NOSIGNAL | MSG_MORE → MSG_MORE',
    why: SIGPIPE,
  },
  {
    file: 'copy.ts',
    line: 'for (let turn = 0; turn < TURN && part.sent < part.size; turn += buffer.length) {',
    change: '0 → 1',
    why: 'a turn is about a megabyte',
  },
  {
    file: 'mapped.ts',
    line: 'this.#begin = part.sent;',
    change: 'this.#begin = part.sent; ↔ this.#window = mmap(Math.min(WINDOW, part.size - part.sent), PR…',
    why: ORDER,
  },
  {
    file: 'pipes.ts',
    line: 'if (this.holds === 0 && Pipe.#kept.length < KEPT) Pipe.#kept.push(this);',
    change: 'this.holds === 0 && Pipe.#kept.length < KEPT → false',
    why: 'a pipe that is closed may be made anew: it costs two more calls',
  },
  {
    file: 'spliced.ts',
    line: 'const more = part.sent + pipe.holds < part.size ? SPLICE_F_MORE : 0;',
    change: 'part.sent + pipe.holds < part.size → false',
    why: 'the packets may be smaller, and the bytes are the same',
  },
  {
    file: 'spliced.ts',
    line: 'const more = part.sent + pipe.holds < part.size ? SPLICE_F_MORE : 0;',
    change: '0 → 1',
    why: '1 is SPLICE_F_MOVE, which the kernel ignores',
  },
  {
    file: 'spliced.ts',
    line: 'const n = splice(pipe.readEnd, null, this.#conn, null, pipe.holds, SPLICE_F_NONBLOCK | more);',
    change: 'SPLICE_F_NONBLOCK | more → SPLICE_F_NONBLOCK',
    why: 'the packets may be smaller, and the bytes are the same',
  },
  {
    file: 'spliced.ts',
    line: 'const n = splice(pipe.readEnd, null, this.#conn, null, pipe.holds, SPLICE_F_NONBLOCK | more);',
    change: 'SPLICE_F_NONBLOCK | more → more',
    why: NONBLOCK,
  },
  {
    file: 'spliced.ts',
    line: 'pipe.holds -= n;',
    change: 'pipe.holds -= n; ↔ part.sent += n;',
    why: ORDER,
  },
  {
    file: 'upload.ts',
    line: 'this.#file = open(this.#draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);',
    change: 'O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC → O_WRONLY | O_CREAT | O_EXCL',
    why: CLOEXEC,
  },
  {
    file: 'upload.ts',
    line: 'const n = pwrite(this.#file, bytes.subarray(done), this.#stored) ?? 0;',
    change: '0 → 1',
    why: NEVER,
  },
  {
    file: 'upload.ts',
    line: 'done += n;',
    change: 'done += n; ↔ this.#stored += n;',
    why: ORDER,
  },
  {
    file: 'upload.ts',
    line: 'const n = splice(this.#pipe.readEnd, null, this.#file, this.#stored, this.#pipe.holds) ?? 0;',
    change: '0 → 1',
    why: NEVER,
  },
  {
    file: 'upload.ts',
    line: 'this.#pipe.holds -= n;',
    change: 'this.#pipe.holds -= n; ↔ this.#stored += n;',
    why: ORDER,
  },
  {
    file: 'upload.ts',
    line: '} catch (error) {',
    change: 'catch does nothing',
    why: LEAVES,
  },
  {
    file: 'upload.ts',
    line: "if (!isSystemError(error, 'ENOENT')) throw error;",
    change: "without: if (!isSystemError(error, 'ENOENT')) throw error;",
    why: LEAVES,
  },
  {
    file: 'upload.ts',
    line: "if (!isSystemError(error, 'ENOENT')) throw error;",
    change: "!isSystemError(error, 'ENOENT') → false",
    why: LEAVES,
  },
  {
    file: 'upload.ts',
    line: "if (!isSystemError(error, 'ENOENT')) throw error;",
    change: "without 'ENOENT'",
    why: LEAVES,
  },
  {
    file: 'upload.ts',
    line: "if (!isSystemError(error, 'ENOENT')) throw error;",
    change: 'without: throw error;',
    why: LEAVES,
  },
  {
    file: 'zero-copy.ts',
    line: 'return this.#current === null && this.#free() === undefined;',
    change: 'this.#current === null && this.#free() === undefined → this.#current === null',
    why: WAKES,
  },
  {
    file: 'zero-copy.ts',
    line: 'return this.#current === null && this.#free() === undefined;',
    change: 'this.#current === null && this.#free() === undefined → this.#free() === undefined',
    why: WAKES,
  },
  {
    file: 'zero-copy.ts',
    line: 'return this.#current === null && this.#free() === undefined;',
    change: '&& → ||',
    why: WAKES,
  },
  {
    file: 'zero-copy.ts',
    line: 'slot.begin = 0;',
    change: 'slot.begin = 0; ↔ slot.end = n;',
    why: ORDER,
  },
  {
    file: 'zero-copy.ts',
    line: 'const n = send(this.#conn, bytes, MSG_NOSIGNAL | MSG_ZEROCOPY);',
    change: 'MSG_NOSIGNAL | MSG_ZEROCOPY → MSG_ZEROCOPY',
    why: SIGPIPE,
  },
  {
    file: 'zero-copy.ts',
    line: 'if (origin === SO_EE_ORIGIN_ZEROCOPY) this.#complete(info, data);',
    change: 'origin === SO_EE_ORIGIN_ZEROCOPY → true',
    why: 'nothing else asks for entries in the error queue',
  },
];

export default same;
