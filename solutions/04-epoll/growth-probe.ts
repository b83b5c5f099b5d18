/**
 * Measures the cost of one event with select, poll and epoll, with many idle descriptors watched beside it.
 * Prints a line for each measurement: the call, the descriptors watched, the median in nanoseconds.
 */
import { program, writeAll } from '#program';
import {
  AF_UNIX,
  close,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epollCreate1,
  epollCtl,
  epollWait,
  FD_SETSIZE,
  type Fd,
  FdSet,
  getrlimit,
  POLLIN,
  poll,
  RLIMIT_NOFILE,
  read,
  SOCK_STREAM,
  select,
  setrlimit,
  socketpair,
  write,
} from '#sys';

const SIZES = [10, 100, 1000, 10_000];
const ROUNDS = 15;
/** The length of a round. */
const ROUND_NS = 15e6;
/** Rounds before the measurement, for the compiler. */
const WARM_UP = 3;

const byte = Buffer.alloc(1);
const say = (text: string): void => writeAll(1, Buffer.from(`${text}\n`));

/** Waits for one event among `idle` descriptors that never become ready, and `active`. */
type Wait = () => void;

/** A server on select builds its sets anew for each call: the call writes into them. */
function onSelect(idle: readonly Fd[], active: Fd): Wait {
  const set = new FdSet();
  const nfds = Math.max(active, ...idle) + 1;
  return () => {
    set.clear();
    for (const fd of idle) set.add(fd);
    set.add(active);
    if (select(nfds, set, null, null, null) !== 1) throw new Error('select');
  };
}

/** The array is made once, and the call gets all of it each time. */
function onPoll(idle: readonly Fd[], active: Fd): Wait {
  const fds = [...idle, active].map((fd) => ({ fd, events: POLLIN }));
  return () => {
    if (poll(fds, -1).length !== fds.length) throw new Error('poll');
  };
}

/** The kernel keeps the list, so the call gets none. */
function onEpoll(epfd: Fd): Wait {
  return () => {
    if (epollWait(epfd, 64, -1).length !== 1) throw new Error('epoll_wait');
  };
}

/** Nanoseconds for a write, a wait and a read: the average of a round. */
function nsPerEvent(wait: Wait, writeEnd: Fd, readEnd: Fd): number {
  const began = process.hrtime.bigint();
  let events = 0;
  let spent = 0;
  while (spent < ROUND_NS) {
    for (let i = 0; i < 8; i++, events++) {
      write(writeEnd, byte);
      wait();
      read(readEnd, byte);
    }
    spent = Number(process.hrtime.bigint() - began);
  }
  return spent / events;
}

function median(wait: Wait, writeEnd: Fd, readEnd: Fd): number {
  const samples: number[] = [];
  for (let i = -WARM_UP; i < ROUNDS; i++) {
    const ns = nsPerEvent(wait, writeEnd, readEnd);
    if (i >= 0) samples.push(ns);
  }
  return samples.sort((a, b) => a - b)[ROUNDS >> 1] as number;
}

function measure(size: number): void {
  const [readEnd, writeEnd] = socketpair(AF_UNIX, SOCK_STREAM);
  const epfd = epollCreate1();
  const idle: Fd[] = [];
  for (let i = 1; i < size; i += 2) {
    const [a, b] = socketpair(AF_UNIX, SOCK_STREAM); // both ends are idle: each costs a descriptor, as a client does
    idle.push(a, b);
  }
  for (const fd of [...idle, readEnd]) epollCtl(epfd, EPOLL_CTL_ADD, fd, EPOLLIN);
  const fits = Math.max(readEnd, ...idle) < FD_SETSIZE;
  say(`select ${size} ${fits ? Math.round(median(onSelect(idle, readEnd), writeEnd, readEnd)) : 'impossible'}`);
  say(`poll ${size} ${Math.round(median(onPoll(idle, readEnd), writeEnd, readEnd))}`);
  say(`epoll ${size} ${Math.round(median(onEpoll(epfd), writeEnd, readEnd))}`);
  for (const fd of [...idle, readEnd, writeEnd, epfd]) close(fd);
}

program(import.meta.url, { about: 'Cost of an event, with many idle descriptors.', options: {} }, () => {
  const { hard } = getrlimit(RLIMIT_NOFILE);
  setrlimit(RLIMIT_NOFILE, { soft: hard, hard });
  for (const size of SIZES) {
    if (size + 100 < hard) measure(size);
    else for (const call of ['select', 'poll', 'epoll']) say(`${call} ${size} no-descriptors`);
  }
});
