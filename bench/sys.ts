import process from 'node:process';
import koffi from 'koffi';
import { EPOLL_CTL_ADD, EPOLLIN, epollCreate1, epollCtl, epollWait, eventfd, pipe2, read, write } from '#sys';

/**
 * The cost of the checks and results of #sys: each call against the bare koffi call of the same function. The two take
 * turns in short rounds, so other load on the machine affects both. Exits 1 if a median ratio is above the bar.
 */
const BAR = 1.1;
const ROUNDS = 101;
const CALLS = 4096; // at most the capacity of a pipe, in bytes

const libc = koffi.load(null);
// biome-ignore lint/suspicious/noExplicitAny: the types are in the prototypes
type Bare = (...args: any[]) => number;
const bareRead = libc.func('long read(int fd, void *buf, size_t count)') as Bare;
const bareWrite = libc.func('long write(int fd, const void *buf, size_t count)') as Bare;
const bareEpollWait = libc.func('int epoll_wait(int epfd, void *events, int maxevents, int timeout)') as Bare;

const [readEnd, writeEnd] = pipe2();
const byte = Buffer.alloc(1);
const epfd = epollCreate1();
epollCtl(epfd, EPOLL_CTL_ADD, eventfd(1), EPOLLIN);
const events = new Uint32Array(64);

/** One round of each call: fills and empties the pipe byte by byte, and waits for the one ready descriptor. */
const bare = {
  write() {
    for (let i = 0; i < CALLS; i++) if (bareWrite(writeEnd, byte, 1) !== 1) throw new Error('write');
  },
  read() {
    for (let i = 0; i < CALLS; i++) if (bareRead(readEnd, byte, 1) !== 1) throw new Error('read');
  },
  epoll_wait() {
    for (let i = 0; i < CALLS; i++) if (bareEpollWait(epfd, events, 16, 0) !== 1) throw new Error('epoll_wait');
  },
};

const layer: typeof bare = {
  write() {
    for (let i = 0; i < CALLS; i++) if (write(writeEnd, byte) !== 1) throw new Error('write');
  },
  read() {
    for (let i = 0; i < CALLS; i++) if (read(readEnd, byte) !== 1) throw new Error('read');
  },
  epoll_wait() {
    for (let i = 0; i < CALLS; i++) if (epollWait(epfd, 16, 0).length !== 1) throw new Error('epoll_wait');
  },
};

type Name = keyof typeof bare;
const NAMES: readonly Name[] = ['write', 'read', 'epoll_wait'];

function nsPerCall(round: () => void): number {
  const began = process.hrtime.bigint();
  round();
  return Number(process.hrtime.bigint() - began) / CALLS;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const samples = new Map(NAMES.map((name) => [name, { bare: [] as number[], layer: [] as number[] }]));
const WARM_UP = 5;
for (let i = -WARM_UP; i < ROUNDS; i++) {
  for (const [kind, rounds] of i % 2 === 0
    ? ([
        ['bare', bare],
        ['layer', layer],
      ] as const)
    : ([
        ['layer', layer],
        ['bare', bare],
      ] as const)) {
    for (const name of NAMES) {
      const ns = nsPerCall(rounds[name]);
      if (i >= 0) samples.get(name)?.[kind].push(ns);
    }
  }
}

let worst = 0;
process.stdout.write(`node ${process.version}, ${ROUNDS} rounds of ${CALLS} calls\n`);
process.stdout.write('call          bare ns    #sys ns    ratio (median of the rounds)\n');
for (const [name, { bare: bareNs, layer: layerNs }] of samples) {
  const ratio = median(layerNs.map((ns, i) => ns / (bareNs[i] as number)));
  worst = Math.max(worst, ratio);
  const cells = [
    median(bareNs).toFixed(0).padStart(7),
    median(layerNs).toFixed(0).padStart(10),
    ratio.toFixed(2).padStart(8),
  ];
  process.stdout.write(`${name.padEnd(14)}${cells.join(' ')}\n`);
}
process.stdout.write(worst <= BAR ? `all at most ${BAR}\n` : `above the bar of ${BAR}\n`);
process.exitCode = worst <= BAR ? 0 : 1;
