import { checkInt, wrong } from '../core/check.ts';
import { addressOf } from '../core/ffi.ts';

/** One instruction of classic BPF, C's struct sock_filter. What is left out is 0. */
export interface SockFilter {
  /** `BPF_LD | BPF_W | BPF_ABS`, `BPF_RET | BPF_K`… */
  readonly code: number;
  /** Of a jump: the number of instructions to skip when the condition holds, and when it does not. */
  readonly jt?: number;
  readonly jf?: number;
  /** The constant, offset or jump of the instruction; `SKF_AD_OFF + SKF_AD_CPU` is written like this. */
  readonly k?: number;
}

/** The kernel takes no longer program. */
const BPF_MAXINSNS = 4096;
const FILTER_BYTES = 8;
const PROGRAM_BYTES = 16;

/** A struct sock_fprog holds the address of its instructions, which live as long as it does. */
const instructionsOf = new WeakMap<Uint8Array, Uint8Array>();

/**
 * A struct sock_fprog, a program for `setsockopt`. With SO_ATTACH_REUSEPORT_CBPF its result is the index of the socket that gets the
 * connection or datagram, among the sockets of the port in the order of their listen or bind; a result that is too large leaves the choice to
 * the kernel's hash. With SO_ATTACH_FILTER it is the number of bytes to keep of a packet, 0 to drop it. The kernel
 * copies the program and refuses a wrong one with EINVAL. socket(7)
 */
export function sockFprog(program: readonly SockFilter[]): Uint8Array {
  if (!Array.isArray(program))
    wrong('program', program, 'an array of instructions like { code: BPF_RET | BPF_K, k: 1 }');
  if (program.length === 0 || program.length > BPF_MAXINSNS) {
    throw new RangeError(`program must have from 1 to ${BPF_MAXINSNS} instructions, not ${program.length}`);
  }
  const instructions = Buffer.alloc(FILTER_BYTES * program.length);
  for (const [i, one] of program.entries()) encode(one, i, instructions.subarray(FILTER_BYTES * i));
  const bytes = Buffer.alloc(PROGRAM_BYTES);
  bytes.writeUInt16LE(program.length, 0);
  bytes.writeBigUInt64LE(addressOf(instructions), 8);
  instructionsOf.set(bytes, instructions);
  return bytes;
}

function encode(instruction: SockFilter, i: number, to: Buffer): void {
  const name = `program[${i}]`;
  if (instruction === null || typeof instruction !== 'object') wrong(name, instruction, 'an object like { code, k }');
  const { code, jt = 0, jf = 0, k = 0 } = instruction;
  checkInt(code, `${name}.code`, 0, 0xffff);
  checkInt(jt, `${name}.jt`, 0, 0xff);
  checkInt(jf, `${name}.jf`, 0, 0xff);
  checkInt(k, `${name}.k`, -(2 ** 31), 2 ** 32 - 1);
  to.writeUInt16LE(code, 0);
  to.writeUInt8(jt, 2);
  to.writeUInt8(jf, 3);
  to.writeUInt32LE(k >>> 0, 4);
}
