/**
 * Tries the parts one by one, before the others are written. --part buffer and --part loop read commands from standard
 * input, one a line. Nothing to do in this file.
 */
import { Failure, listenOn, log, program, readWaiting, ready, writeAll } from '#program';
import { close, EPOLLIN, type Fd, read, SIGUSR1, setNonblocking, write } from '#sys';
import { Acceptor } from './acceptor.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { Channel } from './channel.ts';
import { EventLoop } from './loop.ts';
import { Poller, type Watched } from './poller.ts';
import { tryConnection, tryFlood } from './try-connection.ts';
import { tryBatch, tryDue, tryRounds } from './try-order.ts';

const STDIN: Fd = 0;
const PARTS = 'buffer, poller, channel, batch, loop, rounds, due, quit, acceptor, connection, flood or throw';

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

/** Every line of standard input until it ends. */
function* lines(): Generator<string> {
  const bytes = Buffer.alloc(65_536);
  let kept = '';
  for (let n = readWaiting(STDIN, bytes); n > 0; n = readWaiting(STDIN, bytes)) {
    const parts = (kept + bytes.toString('latin1', 0, n)).split('\n');
    kept = parts.pop() ?? '';
    yield* parts;
  }
}

/** Commands: append TEXT, fill N (N bytes into its space), consume N, show, cost. */
function tryBuffer(): void {
  const buffer = new ByteBuffer();
  for (const line of lines()) {
    const [command = '', word = ''] = line.split(' ');
    if (command === 'append') buffer.append(Buffer.from(word));
    else if (command === 'fill') {
      const space = buffer.space(Number(word));
      space.fill('.', 0, Number(word));
      buffer.filled(Number(word));
    } else if (command === 'consume') buffer.consume(Number(word));
    else if (command === 'show') say(`${buffer.length} ${buffer.bytes.toString()}`);
    else if (command === 'cost') say(`${buffer.length} bytes in ${buffer.capacity}`);
  }
}

/** Watches standard input without a channel, and prints the result of each read, until it ends. */
function tryPoller(): void {
  const poller = new Poller();
  setNonblocking(STDIN, true);
  const bytes = Buffer.alloc(16);
  let over = false;
  const stdin: Watched = {
    fd: STDIN,
    events: EPOLLIN,
    handle: () => {
      const n = read(STDIN, bytes);
      say(n === null ? 'nothing' : `${n} bytes`);
      if (n === 0) {
        poller.remove(stdin);
        over = true;
      }
    },
  };
  poller.update(stdin);
  say('watching');
  while (!over) poller.poll(-1);
  say(`${poller.poll(0)} ready after remove`);
  poller.close();
}

/** Watches standard input with a channel, without a loop. */
function tryChannel(): void {
  const poller = new Poller();
  const stdin = new Channel(poller, STDIN);
  const bytes = Buffer.alloc(65_536);
  let over = false;
  setNonblocking(STDIN, true);
  stdin.onReadable = () => {
    const n = read(STDIN, bytes);
    say(n === null ? 'nothing' : `${n} bytes`);
    stdin.setReading(true); // the mask is unchanged: no epoll_ctl
    if (n !== 0) return;
    stdin.remove();
    over = true;
  };
  stdin.setReading(true);
  say('watching');
  while (!over) poller.poll(-1);
  say(`${poller.poll(0)} ready after remove`);
  poller.close();
}

/** Commands: after MS WORD, every MS WORD, later WORD, again WORD, now WORD, count, quit; SIGUSR1 prints its name. */
function tryLoop(): void {
  const loop = new EventLoop();
  const stdin = new Channel(loop.poller, STDIN);
  const bytes = Buffer.alloc(65_536);
  setNonblocking(STDIN, true);
  loop.onSignal(SIGUSR1, () => say('SIGUSR1'));
  stdin.onReadable = () => {
    const n = read(STDIN, bytes);
    if (n === null) return;
    for (const line of bytes.toString('latin1', 0, n).split('\n')) command(line);
    say('read');
    if (n === 0) stdin.remove();
  };
  const command = (line: string): void => {
    const [what = '', first = '', word = ''] = line.split(' ');
    if (what === 'after') loop.runAfter(Number(first), () => say(word));
    else if (what === 'every') {
      let times = 3;
      const timer = loop.runEvery(Number(first), () => {
        say(word);
        if (--times === 0) loop.cancel(timer);
      });
    } else if (what === 'later') loop.queueInLoop(() => say(first));
    else if (what === 'again') loop.queueInLoop(() => loop.queueInLoop(() => say(first)));
    else if (what === 'now') loop.runInLoop(() => say(first));
    else if (what === 'count') say(`${loop.wakeups}`);
    else if (what === 'quit') loop.quit();
  };
  stdin.setReading(true);
  say('running');
  loop.run();
  say('left the loop');
  loop.close();
}

/** Quits before it runs, and then in a task. */
function tryQuit(): void {
  const loop = new EventLoop();
  loop.queueInLoop(() => {
    say('queued before quit and run');
    loop.queueInLoop(() => say('queued by the last task'));
  });
  loop.quit();
  loop.run();
  say('left the loop');
  loop.queueInLoop(() => {
    loop.queueInLoop(() => say('queued before quit'));
    loop.quit();
    loop.queueInLoop(() => say('queued after quit'));
  });
  loop.run();
  say('left the loop');
  loop.close();
}

/** Greets each client and keeps the connection; a byte from standard input closes the oldest one. */
function tryAcceptor(port: number): void {
  const loop = new EventLoop();
  const listener = listenOn(port);
  const kept: Fd[] = [];
  const acceptor = new Acceptor(loop, listener, ({ fd }) => {
    kept.push(fd);
    write(fd, Buffer.from('hello\n'));
  });
  const stdin = new Channel(loop.poller, STDIN);
  setNonblocking(STDIN, true);
  stdin.onReadable = () => {
    const n = read(STDIN, Buffer.alloc(1));
    const oldest = kept.shift();
    if (oldest !== undefined) close(oldest);
    if (n === 0) loop.quit();
    acceptor.resume();
  };
  stdin.setReading(true);
  ready(listener);
  loop.run();
  acceptor.close();
  log('closed the acceptor');
}

program(
  import.meta.url,
  {
    about: 'Tries the parts of a reactor.',
    options: {
      part: { default: 'loop', about: PARTS },
      port: { default: 0, about: 'port for acceptor and connection; 0 takes any free one' },
    },
  },
  ({ part, port }) => {
    if (part === 'buffer') tryBuffer();
    else if (part === 'poller') tryPoller();
    else if (part === 'loop') tryLoop();
    else if (part === 'quit') tryQuit();
    else if (part === 'channel') tryChannel();
    else if (part === 'acceptor') tryAcceptor(port);
    else if (part === 'connection') tryConnection(port);
    else if (part === 'flood') tryFlood(false);
    else if (part === 'throw') tryFlood(true);
    else if (part === 'batch') tryBatch();
    else if (part === 'rounds') tryRounds();
    else if (part === 'due') tryDue();
    else throw new Failure(`--part is ${PARTS}`);
  },
);
