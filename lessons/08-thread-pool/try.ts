/**
 * Tries the queue without a network. Reads commands from standard input, one a line, and prints their results:
 * put N, get, other get (through a second view of the same memory), offer N… (each until the queue takes it), ask N (once),
 * take, wake (a broadcast without a job),
 * release N (lets N held jobs end), stop, locked CALL (makes the call while the mutex is locked). Nothing to do in this file.
 */
import { program, readWaiting, writeAll } from '#program';
import { Cond, EFD_SEMAPHORE, eventfd, eventfdWrite, isSystemError, Mutex, startThread, type Thread } from '#sys';
import { JobQueue } from './queue.ts';
import { Serving } from './serving.ts';

function say(text: string): void {
  writeAll(1, Buffer.from(`${text}\n`));
}

function* lines(): Generator<string> {
  const bytes = Buffer.alloc(65_536);
  let kept = '';
  for (let n = readWaiting(0, bytes); n > 0; n = readWaiting(0, bytes)) {
    const parts = (kept + bytes.toString('latin1', 0, n)).split('\n');
    kept = parts.pop() ?? '';
    yield* parts;
  }
}

/** Offers a job until the queue takes it. */
function offer(queue: JobQueue, job: number): void {
  while (!queue.offer(job)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

/** Whether a call locks the mutex: this thread holds it already, so a lock throws EDEADLK. */
function locks(shared: SharedArrayBuffer, act: () => unknown): string {
  const mutex = Mutex.from(shared);
  mutex.lock();
  try {
    act();
    return 'does not lock the mutex';
  } catch (error) {
    if (!isSystemError(error, 'EDEADLK')) throw error;
    return 'locks the mutex';
  } finally {
    mutex.unlock();
  }
}

function locked(what: string, queue: JobQueue): string {
  const table = Serving.create(1);
  const of = { queue: queue.share().mutex, table: table.share().mutex };
  if (what === 'offer') return locks(of.queue, () => queue.offer(1));
  if (what === 'take') return locks(of.queue, () => queue.take());
  if (what === 'stop') return locks(of.queue, () => queue.stop());
  if (what === 'begin') return locks(of.table, () => table.begin(0, 0));
  if (what === 'end') return locks(of.table, () => table.end(0));
  return locks(of.table, () => table.stop());
}

program(
  import.meta.url,
  {
    about: 'Tries the queue of a thread pool.',
    options: {
      capacity: { default: 4, about: 'jobs that fit into the queue' },
      threads: { default: 0, about: 'threads that take jobs and print each one' },
      hold: { default: false, about: 'let a thread keep each job until it is released' },
    },
  },
  ({ capacity, threads: count, hold }) => {
    const queue = JobQueue.create(capacity, eventfd());
    const other = JobQueue.from(queue.share());
    const gate = eventfd(0, EFD_SEMAPHORE);
    const entry = new URL('./try-thread.ts', import.meta.url);
    const data = { queue: queue.share(), gate: hold ? gate : -1 };
    const threads: Thread[] = Array.from({ length: count }, () => startThread(entry, data));
    say('ready');
    for (const line of lines()) {
      const [command, ...words] = line.split(' ');
      const [what = ''] = words;
      const [first = 0] = words.map(Number);
      if (command === 'put') say(`${queue.put(first) ? 'put' : 'full'} ${first}`);
      else if (command === 'get') say(`got ${queue.get()}`);
      else if (command === 'other') say(`got ${other.get()}`);
      else if (command === 'offer') for (const job of words.map(Number)) offer(queue, job);
      else if (command === 'ask') say(`${queue.offer(first) ? 'taken' : 'refused'} ${first}`);
      else if (command === 'take') say(`took ${queue.take()}`);
      else if (command === 'wake') Cond.from(queue.share().changed).broadcast();
      else if (command === 'release') eventfdWrite(gate, first);
      else if (command === 'locked') say(`${what} ${locked(what, queue)}`);
      else if (command === 'stop') queue.stop();
    }
    if (count > 0) {
      queue.stop();
      say(`joined ${threads.map((thread) => thread.join()).join(' ')}`);
    }
  },
);
