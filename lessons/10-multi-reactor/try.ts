/**
 * Tries the parts one by one. --part ring and --part queue read commands from standard input, one a line.
 * Nothing to do in this file.
 */
import { Failure, program, readWaiting, writeAll } from '#program';
import { Channel, EventLoop } from '#reactor';
import { type Fd, isSystemError, Mutex, read, setNonblocking, startThread } from '#sys';
import { Bank } from './bank.ts';
import { JobQueue } from './job-queue.ts';
import { LoopPool } from './loop-pool.ts';
import { Ring } from './ring.ts';
import { TaskQueue } from './task-queue.ts';
import { JOB, type Task, task } from './tasks.ts';

const STDIN: Fd = 0;

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

/** Calls `onLine` for each line of standard input, in a loop, until it ends. */
function watchLines(loop: EventLoop, onLine: (line: string) => void): void {
  const stdin = new Channel(loop.poller, STDIN);
  const bytes = Buffer.alloc(65_536);
  setNonblocking(STDIN, true);
  stdin.onReadable = () => {
    const n = read(STDIN, bytes);
    if (n === null) return;
    for (const line of bytes.toString('latin1', 0, n).split('\n')) if (line !== '') onLine(line);
    say('read');
    if (n > 0) return;
    stdin.remove();
    loop.quit();
  };
  stdin.setReading(true);
}

const shown = (got: Task | null): string =>
  got === null ? 'nothing' : `${got.kind} ${got.from} ${got.fd} ${got.generation} ${got.number} "${got.text}"`;

/** Commands: put NUMBER TEXT, get, other (get through a second ring on the same memory). */
function tryRing(capacity: number): void {
  const memory = Ring.memoryFor(capacity);
  const [ring, other] = [new Ring(memory), new Ring(memory)];
  const bytes = Buffer.alloc(65_536);
  const n = readWaiting(STDIN, bytes);
  for (const line of bytes.toString('latin1', 0, n).split('\n')) {
    const [command = '', word = '', text = ''] = line.split(' ');
    const number = Number(word);
    const parts = { from: number + 1, fd: number + 2, generation: number + 3, number, text };
    if (command === 'put') say(ring.put(task(JOB, parts)) ? 'put' : 'full');
    else if (command === 'get') say(shown(ring.get()));
    else if (command === 'other') say(shown(other.get()));
  }
}

/**
 * Commands: post TEXT, more TEXT (a task that posts another one), locked (post while the mutex is locked), hold (leaves it
 * locked, so that the loop cannot take tasks). One thread is poster and owner.
 */
function tryQueue(capacity: number): void {
  const loop = new EventLoop();
  const queue = TaskQueue.create(capacity);
  const mutex = Mutex.from(queue.share().mutex);
  const run = ({ text, number }: Task): void => {
    const free = mutex.tryLock();
    if (free) mutex.unlock();
    say(`runs ${text}${free ? '' : ', and the mutex is locked'}`);
    if (number > 0 && free) queue.post(task(JOB, { text: `${text} again` }));
  };
  const channel = queue.attach(loop, run);
  watchLines(loop, (line) => {
    const [command = '', text = ''] = line.split(' ');
    if (command === 'post' || command === 'more') queue.post(task(JOB, { text, number: command === 'more' ? 1 : 0 }));
    if (command === 'locked' || command === 'hold') mutex.lock();
    if (command !== 'locked') return;
    say(`post ${locks(() => queue.post(task(JOB)))}`);
    mutex.unlock();
  });
  say('running');
  const seen = locks(() => loop.run());
  if (seen === 'locks the mutex') say(`the loop ${seen}`);
  channel.remove();
  loop.close();
}

/** Whether an action locks the mutex: this thread holds it already, so a lock throws EDEADLK. */
function locks(act: () => void): string {
  try {
    act();
    return 'does not lock the mutex';
  } catch (error) {
    if (!isSystemError(error, 'EDEADLK')) throw error;
    return 'locks the mutex';
  }
}

/** Waits for the end of standard input, or for a line. */
function awaitInput(): void {
  readWaiting(STDIN, Buffer.alloc(64));
}

/** Threads post tasks through a small ring, as fast as they can; this one runs them, from the first line of standard input on. */
function tryBurst(capacity: number, threads: number, count: number): void {
  const loop = new EventLoop();
  const queue = TaskQueue.create(capacity);
  const next = Array.from({ length: threads }, () => 1);
  let left = threads * count;
  queue.attach(loop, ({ from, number, text }) => {
    if (number !== next[from] || text !== `${from}:${number}`)
      say(`thread ${from}: expected ${next[from]}, got ${number} "${text}"`);
    next[from] = number + 1;
    if (--left === 0) loop.quit();
  });
  const entry = new URL('./try-thread.ts', import.meta.url);
  const share = queue.share();
  const posters = next.map((_, from) => startThread(entry, { queue: share, from, count }));
  say('posting');
  awaitInput();
  loop.run();
  say(`ran ${threads * count - left} tasks, joined ${posters.map((poster) => poster.join()).join(' ')}`);
}

/** Starts loops. With `early`, QUIT is posted before they run; otherwise at the first line of standard input. Ends with standard input. */
function tryLoops(loops: number, early: boolean): void {
  const loop = new EventLoop();
  const inbox = TaskQueue.create(loops);
  const [jobs, bank] = [JobQueue.create(1).share(), Bank.create(1, 1).share()];
  const pool = new LoopPool(loops, { inbox: inbox.share(), jobs, bank, idle: 0 });
  if (early) pool.quit();
  else {
    inbox.attach(loop, ({ from }) => {
      say(`loop ${from} is ready`);
      if (pool.countReady()) say('all are ready');
    });
    watchLines(loop, () => loop.quit());
    loop.run();
    pool.quit();
  }
  say(`joined ${pool.join().join(' ')}`);
  if (!early) awaitInput();
}

program(
  import.meta.url,
  {
    about: 'Tries the parts of the multi-reactor.',
    options: {
      part: { default: 'ring', about: 'ring, queue, burst, loops, early' },
      capacity: { default: 4, about: 'tasks that fit into the ring' },
      threads: { default: 3, about: 'threads, or loops' },
      count: { default: 2000, about: 'tasks that each thread posts' },
    },
  },
  ({ part, capacity, threads, count }) => {
    if (part === 'ring') tryRing(capacity);
    else if (part === 'queue') tryQueue(capacity);
    else if (part === 'burst') tryBurst(capacity, threads, count);
    else if (part === 'loops' || part === 'early') tryLoops(threads, part === 'early');
    else throw new Failure(`there is no part "${part}"`);
  },
);
