import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, Opened, text } from '../support.ts';

const opened = new Opened();
const cpus = sys.schedGetaffinity(0);
afterEach(() => {
  opened.closeAll();
  sys.schedSetaffinity(0, cpus);
});

const RETURN = sys.BPF_RET | sys.BPF_K;
const LOAD = sys.BPF_LD | sys.BPF_W | sys.BPF_ABS;
const returns = (k: number): Uint8Array => sys.sockFprog([{ code: RETURN, k }]);

/** Two listeners on one port; the program counts them in this order. */
function twoListeners(): { listeners: [number, number]; address: sys.SocketAddress } {
  let address: sys.SocketAddress = { family: sys.AF_INET, address: '127.0.0.1', port: 0 };
  const listeners = [0, 1].map(() => {
    const fd = opened.socket(sys.SOCK_STREAM | sys.SOCK_NONBLOCK);
    sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_REUSEPORT, true);
    sys.bind(fd, address);
    address = sys.getsockname(fd);
    sys.listen(fd, 64);
    return fd;
  });
  return { listeners: listeners as [number, number], address };
}

const attach = (fd: number, program: Uint8Array) =>
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_ATTACH_REUSEPORT_CBPF, program);

/** The number of connections that each listener gets of `count`. */
function shares(listeners: readonly number[], address: sys.SocketAddress, count: number): number[] {
  for (let i = 0; i < count; i++) sys.connect(opened.socket(), address);
  const got = listeners.map(() => 0);
  return eventually(() => {
    for (const [i, fd] of listeners.entries()) {
      for (let next = sys.accept(fd); next !== null; next = sys.accept(fd)) {
        opened.add(next.fd);
        got[i] = (got[i] as number) + 1;
      }
    }
    return (got[0] as number) + (got[1] as number) === count ? got : null;
  });
}

test('the program of SO_ATTACH_REUSEPORT_CBPF chooses the listener that gets a connection', () => {
  const { listeners, address } = twoListeners();
  attach(listeners[0], returns(1));
  expect(shares(listeners, address, 20)).toEqual([0, 20]);
  attach(listeners[1], returns(0));
  expect(shares(listeners, address, 20)).toEqual([20, 0]);
});

test('a program chooses by the CPU, with a jump', () => {
  const { listeners, address } = twoListeners();
  const chosen = cpus[0] as number;
  const program = sys.sockFprog([
    { code: LOAD, k: sys.SKF_AD_OFF + sys.SKF_AD_CPU },
    { code: sys.BPF_JMP | sys.BPF_JEQ | sys.BPF_K, k: chosen, jt: 0, jf: 1 },
    { code: RETURN, k: 1 },
    { code: RETURN, k: 0 },
  ]);
  attach(listeners[0], program);
  for (const cpu of cpus) {
    sys.schedSetaffinity(0, [cpu]);
    expect(shares(listeners, address, 10)).toEqual(cpu === chosen ? [0, 10] : [10, 0]);
  }
});

test('a result that names no listener leaves the choice to the kernel', () => {
  const { listeners, address } = twoListeners();
  attach(listeners[0], returns(7));
  const [first, second] = shares(listeners, address, 60) as [number, number];
  expect(first + second).toBe(60);
  expect(Math.min(first, second)).toBeGreaterThan(0);
});

test('SO_ATTACH_FILTER drops the datagrams for which its program returns 0', () => {
  const fd = opened.socket(sys.SOCK_DGRAM | sys.SOCK_NONBLOCK);
  sys.bind(fd, { family: sys.AF_INET, address: '127.0.0.1', port: 0 });
  const UDP_HEADER = 8; // a filter of UDP sees it before the data
  const program = sys.sockFprog([
    { code: sys.BPF_LD | sys.BPF_B | sys.BPF_ABS, k: UDP_HEADER },
    { code: sys.BPF_JMP | sys.BPF_JEQ | sys.BPF_K, k: 'y'.charCodeAt(0), jf: 1 },
    { code: RETURN, k: 0xffff_ffff },
    { code: RETURN, k: 0 },
  ]);
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_ATTACH_FILTER, program);
  const sender = opened.socket(sys.SOCK_DGRAM);
  for (const word of ['no', 'yes', 'none']) sys.sendto(sender, Buffer.from(word), sys.getsockname(fd));
  sys.setsockopt(fd, sys.SOL_SOCKET, sys.SO_DETACH_FILTER, 0);
  sys.sendto(sender, Buffer.from('now'), sys.getsockname(fd));
  const buffer = Buffer.alloc(100);
  expect([0, 1, 2].map(() => sys.recv(fd, buffer)).map((n) => (n === null ? null : text(buffer, n)))).toEqual([
    'now',
    'now',
    null,
  ]);
});

test('the kernel refuses a program that does not end in a return, and sockFprog one that is none', () => {
  const { listeners } = twoListeners();
  expectFailure('EINVAL', () => attach(listeners[0], sys.sockFprog([{ code: LOAD }])));
  expect(() => sys.sockFprog([])).toThrow('program must have from 1 to 4096 instructions, not 0');
  expect(() => sys.sockFprog([{ code: RETURN, jt: 256 }])).toThrow(
    'program[0].jt must be an integer from 0 to 255, not 256',
  );
});
