import { checkBytes } from '../core/check.ts';
import { controlMessages } from './control.ts';

/** A struct sock_extended_err: an entry of a socket's error queue. recv(2) "MSG_ERRQUEUE" */
export interface ExtendedError {
  /** An errno, 0 for a completion. */
  readonly errno: number;
  /** SO_EE_ORIGIN_ZEROCOPY, SO_EE_ORIGIN_ICMP… */
  readonly origin: number;
  readonly type: number;
  /** SO_EE_CODE_ZEROCOPY_COPIED: the kernel has copied the bytes after all. */
  readonly code: number;
  /** Of a completion: the first and the last of the sends that it tells of, counted from 0 for each socket. */
  readonly info: number;
  readonly data: number;
}

/** Level and type of these messages. ip(7), ipv6(7) */
const SOL_IP = 0;
const IP_RECVERR = 11;
const SOL_IPV6 = 41;
const IPV6_RECVERR = 25;
const ERROR_BYTES = 16;

/**
 * The entries in the control bytes of `recvmsg` with MSG_ERRQUEUE; messages of other kinds are skipped. Room for one is
 * `cmsgSpace(44)`: an address follows the struct. A completion of MSG_ZEROCOPY releases the memory of all sends from `info` to
 * `data`, both included; each call that returned a number counts as one send. Completions come in any order.
 */
export function decodeExtendedErrors(control: Uint8Array): ExtendedError[] {
  checkBytes(control, 'control');
  return controlMessages(control)
    .filter(
      ({ level, type }) => (level === SOL_IP && type === IP_RECVERR) || (level === SOL_IPV6 && type === IPV6_RECVERR),
    )
    .filter(({ data }) => data.byteLength >= ERROR_BYTES)
    .map(({ data }) => ({
      errno: data.getUint32(0, true),
      origin: data.getUint8(4),
      type: data.getUint8(5),
      code: data.getUint8(6),
      info: data.getUint32(8, true),
      data: data.getUint32(12, true),
    }));
}
