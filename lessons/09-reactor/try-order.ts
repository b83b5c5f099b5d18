/** The parts of try.ts in which several things are ready at once: each prints a line for what is called. Nothing to do in this file. */
import { writeAll } from '#program';
import {
  AF_UNIX,
  close,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  eventfd,
  type Fd,
  read,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socketpair,
  write,
} from '#sys';
import { Channel } from './channel.ts';
import { EventLoop } from './loop.ts';
import { Poller } from './poller.ts';

const BYTE = Buffer.from('x');

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

const readable = (): Fd => eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
const pair = (): readonly [Fd, Fd] => socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);

/** Callbacks that remove other channels of the same batch, a number that is used again, and hang-ups. */
export function tryBatch(): void {
  const poller = new Poller();
  const batch = [readable(), readable()].map((fd) => new Channel(poller, fd));
  for (const channel of batch) {
    channel.onReadable = () => {
      say('first of two');
      for (const each of batch) each.remove();
    };
    channel.setReading(true);
  }
  poller.poll(0);
  const [old] = batch as [Channel, Channel];
  close(old.fd);
  const again = new Channel(poller, readable()); // the lowest free number, which is the one of `old`
  again.onReadable = () => say('number used again');
  again.setReading(true);
  old.remove(); // is not watched any more
  poller.poll(0);
  again.remove();
  masks(poller);
  hangUps(poller);
  poller.close();
}

function masks(poller: Poller): void {
  const [end, other] = pair();
  const channel = new Channel(poller, end);
  channel.onReadable = () => {
    say('readable');
    channel.setWriting(false);
  };
  channel.onWritable = () => say('writable');
  channel.setReading(true);
  channel.setWriting(true);
  write(other, BYTE);
  poller.poll(0); // both events, and the first callback does not want the second one any more
  channel.setReading(false);
  channel.setWriting(true);
  poller.poll(0);
  channel.remove();
}

/** A hang-up is reported whatever the mask is. */
function hangUps(poller: Poller): void {
  for (const writes of [true, false]) {
    const [end, other] = pair();
    const channel = new Channel(poller, end);
    channel.onReadable = () => {
      say('readable at a hang-up');
      channel.remove();
    };
    channel.onWritable = () => {
      say('writable at a hang-up');
      channel.remove();
    };
    channel.setReading(true);
    channel.setReading(false);
    channel.setWriting(writes);
    close(other);
    poller.poll(0);
  }
}

/** Tasks and events in turn. */
export function tryRounds(): void {
  const loop = new EventLoop();
  const [end, other] = pair();
  const channel = new Channel(loop.poller, end);
  channel.onReadable = () => {
    read(end, BYTE);
    say('event');
  };
  channel.setReading(true);
  loop.runInLoop(() => say('queued before run'));
  say('before run');
  loop.queueInLoop(() => {
    say('task');
    write(other, BYTE);
    loop.queueInLoop(() => {
      say('task of a task');
      loop.quit();
    });
  });
  loop.run();
  loop.runInLoop(() => {
    say('queued after run');
    loop.quit();
  });
  say('after run');
  loop.run();
  loop.close();
}

/** Timers that are due together: one cancels another, and one repeats, is late and cancels itself. */
export function tryDue(): void {
  const loop = new EventLoop();
  loop.runAfter(1, () => {
    say('cancels the next one');
    loop.cancel(next);
  });
  const next = loop.runAfter(2, () => say('was cancelled'));
  let ticks = 0;
  const periodic = loop.runEvery(1, () => {
    say(`tick ${++ticks}`);
    if (ticks < 3) return;
    loop.cancel(periodic);
    loop.runAfter(50, () => loop.quit());
  });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30); // all of them are due now
  loop.run();
  loop.close();
}
