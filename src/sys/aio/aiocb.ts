import { SIGEV_NONE, SIGEV_SIGNAL } from '../constants.ts';
import { checkFd, checkInt, checkOffset, type Fd, wrong } from '../core/check.ts';
import { bindQuietly, errno, viewMemory } from '../core/ffi.ts';
import { lastingAddress } from '../core/memory.ts';
import { SystemError } from '../errors.ts';
import { TICK_SIGNAL } from '../signals/caught.ts';
import { checkSignal } from '../signals/sigset.ts';

/** The notification at the end: none (SIGEV_NONE), or a signal with an int (SIGEV_SIGNAL). SIGEV_THREAD is not supported. sigevent(7) */
export type Sigevent =
  | { readonly notify: typeof SIGEV_NONE }
  | { readonly notify: typeof SIGEV_SIGNAL; readonly signo: number; readonly value?: number };

/** struct aiocb of glibc on 64-bit machines. The fields that are not named are libc's own, or 0. */
const AIOCB = { fildes: 0, buf: 16, nbytes: 24, value: 32, signo: 40, notify: 44, offset: 128, bytes: 168 };

/** A struct aiocb outside of V8's heap: libc's threads write to it. */
interface Block {
  readonly address: number;
  readonly bytes: Buffer;
}

const cMmap = bindQuietly('uintptr_t mmap(uintptr_t addr, size_t length, int prot, int flags, int fd, long offset)');
const SLAB_BYTES = 4096;
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;
const MAP_FAILED = 2 ** 64;

const free: Block[] = [];
const RESTING = 8;

/**
 * Blocks are reused and never unmapped. The block that has been free for longest comes first, and RESTING of them are never given
 * out: glibc marks a transfer as ended before it reads `sigevent` from the block for the last time.
 */
function takeBlock(): Block {
  if (free.length <= RESTING) addSlab();
  const block = free.shift() as Block;
  block.bytes.fill(0);
  return block;
}

function addSlab(): void {
  const slab = Number(cMmap(0, SLAB_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0));
  if (slab === MAP_FAILED) throw new SystemError('mmap', errno());
  const memory = viewMemory(slab, SLAB_BYTES);
  for (let at = 0; at + AIOCB.bytes <= SLAB_BYTES; at += AIOCB.bytes)
    free.push({ address: slab + at, bytes: Buffer.from(memory, at, AIOCB.bytes) });
}

// Access to the private parts of an Aiocb for the functions of this file.
let minting = false;
let blockOf: (aiocb: Aiocb) => Block | null;
let forgetBlock: (aiocb: Aiocb) => void;

/** An asynchronous transfer from `aioRead` or `aioWrite`, until `aioReturn`. */
export class Aiocb {
  readonly fildes: Fd;
  /** The memory that is read from or written to. */
  readonly buf: Uint8Array;
  readonly offset: number;
  #block: Block | null;

  constructor(fildes: Fd, buf: Uint8Array, offset: number, block: Block) {
    if (!minting) throw new TypeError('an Aiocb comes from aioRead or aioWrite');
    this.fildes = fildes;
    this.buf = buf;
    this.offset = offset;
    this.#block = block;
  }

  static {
    blockOf = (aiocb) => (aiocb instanceof Aiocb ? aiocb.#block : wrong('aiocb', aiocb, 'an Aiocb'));
    forgetBlock = (aiocb) => {
      aiocb.#block = null;
    };
  }
}

/** The arguments are checked here; the control block is libc's until it is released. */
export function makeAiocb(fd: Fd, buffer: Uint8Array, offset: number, event: Sigevent): Aiocb {
  checkFd(fd);
  const address = lastingAddress(buffer, 'buffer', 'for an asynchronous transfer');
  checkOffset(offset, 'offset');
  const { notify, signo, value } = checkEvent(event);
  const block = takeBlock();
  const { bytes } = block;
  bytes.writeInt32LE(fd, AIOCB.fildes);
  bytes.writeBigUInt64LE(BigInt(address), AIOCB.buf);
  bytes.writeBigUInt64LE(BigInt(buffer.length), AIOCB.nbytes);
  bytes.writeInt32LE(value, AIOCB.value);
  bytes.writeInt32LE(signo, AIOCB.signo);
  bytes.writeInt32LE(notify, AIOCB.notify);
  bytes.writeBigInt64LE(BigInt(offset), AIOCB.offset);
  minting = true;
  try {
    return new Aiocb(fd, buffer, offset, block);
  } finally {
    minting = false;
  }
}

function checkEvent(event: Sigevent): { notify: number; signo: number; value: number } {
  if (event === null || typeof event !== 'object')
    wrong('sigevent', event, 'an object like { notify: SIGEV_SIGNAL, signo, value }');
  if (event.notify === SIGEV_NONE) return { notify: SIGEV_NONE, signo: 0, value: 0 };
  if (event.notify !== SIGEV_SIGNAL) wrong('sigevent.notify', event['notify'], 'SIGEV_NONE or SIGEV_SIGNAL');
  const { signo, value = 0 } = event;
  checkSignal(signo, 'sigevent.signo');
  if (signo === TICK_SIGNAL)
    wrong('sigevent.signo', signo, 'another signal than SIGSTKFLT, which the layer needs itself');
  checkInt(value, 'sigevent.value');
  return { notify: SIGEV_SIGNAL, signo, value };
}

export const addressOfAiocb = (aiocb: Aiocb): number =>
  (blockOf(aiocb) ?? wrong('aiocb', aiocb, 'one whose result was not taken yet')).address;

/** The block may be reused, because the transfer has ended. */
export function releaseAiocb(aiocb: Aiocb): void {
  const block = blockOf(aiocb);
  forgetBlock(aiocb);
  if (block !== null) free.push(block);
}
