/** The layout of a struct io_uring_sqe, in words of 4 bytes. io_uring_enter(2). Nothing to do in this file. */
export const ENTRY_BYTES = 64;
export const ENTRY_WORDS = ENTRY_BYTES / 4;

/** opcode, flags and ioprio share the first word. `addr` and `user_data` have two words each, the lower half first. */
export const WORD = { opcode: 0, fd: 1, off: 2, addr: 4, len: 6, opFlags: 7, userData: 8, group: 10 } as const;

/** struct io_uring_cqe: user_data (two words), res, flags. */
export const COMPLETION_BYTES = 16;
export const COMPLETION_WORDS = COMPLETION_BYTES / 4;

/** The fields that few operations need. One object for all entries of a ring: it stands on the one that was prepared last. */
export class Entry {
  at = 0;
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  #or(bits: number): void {
    this.#words[this.at] = (this.#words[this.at] as number) | bits;
  }

  /** IOSQE_BUFFER_SELECT… */
  set flags(flags: number) {
    this.#or(flags << 8);
  }

  /** IORING_ACCEPT_MULTISHOT, IORING_RECV_MULTISHOT… */
  set ioprio(flags: number) {
    this.#or(flags << 16);
  }

  /** MSG_NOSIGNAL, SOCK_CLOEXEC, IORING_ASYNC_CANCEL_ALL…: the flags of the operation itself. */
  set opFlags(flags: number) {
    this.#words[this.at + WORD.opFlags] = flags;
  }

  /** IORING_OP_ASYNC_CANCEL looks for this user data: the tag and the descriptor of another entry. */
  target(tag: number, fd: number): void {
    this.#words[this.at + WORD.addr] = tag;
    this.#words[this.at + WORD.addr + 1] = fd;
  }

  /** The group of provided buffers that IOSQE_BUFFER_SELECT takes from. */
  set group(group: number) {
    this.#words[this.at + WORD.group] = group;
  }
}
