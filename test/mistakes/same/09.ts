import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const LOG = 'only the log line differs';
const NONE = 'a list without tasks runs nothing';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'poller.ts',
    line: 'epollCtl(this.#epfd, op, watched.fd, watched.events | MODE);',
    change: 'watched.events | MODE → watched.events',
    why: 'MODE is 0',
  },
  {
    file: 'poller.ts',
    line: 'epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);',
    change: 'epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd); ↔ this.#watched[watched.fd] = undefined;',
    why: ORDER,
  },
  {
    file: 'channel.ts',
    line: 'this.#events = events;',
    change: 'this.#events = events; ↔ this.#watched = true;',
    why: ORDER,
  },
  {
    file: 'channel.ts',
    line: 'this.#watched = true;',
    change: 'this.#watched = true; ↔ this.#poller.update(this);',
    why: ORDER,
  },
  {
    file: 'channel.ts',
    line: 'if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();',
    change: '(events & EPOLLOUT) !== 0 && this.#watched → (events & EPOLLOUT) !== 0',
    why: 'remove also clears the mask',
  },
  {
    file: 'timers.ts',
    line: 'for (let timer = this.#heap.earliest; timer !== undefined && timer.due <= now; timer = this.#heap.earliest) {',
    change: '<= → <',
    why: 'differs only when the clock shows the very moment, to the last bit',
  },
  {
    file: 'loop.ts',
    line: 'this.#quitting = false;',
    change: 'this.#quitting = false; ↔ this.#running = false;',
    why: ORDER,
  },
  { file: 'loop.ts', line: 'this.#quitting = true;', change: 'this.#quitting = true; ↔ this.#wake();', why: ORDER },
  { file: 'loop.ts', line: 'this.#tasks.push(task);', change: 'this.#tasks.push(task); ↔ this.#wake();', why: ORDER },
  {
    file: 'loop.ts',
    line: 'if (this.#tasks.length === 0) return;',
    change: 'without: if (this.#tasks.length === 0) return;',
    why: NONE,
  },
  {
    file: 'loop.ts',
    line: 'if (this.#tasks.length === 0) return;',
    change: 'this.#tasks.length === 0 → false',
    why: NONE,
  },
  { file: 'loop.ts', line: 'if (this.#tasks.length === 0) return;', change: 'without: return;', why: NONE },
  {
    file: 'loop.ts',
    line: 'if (this.poller.poll(this.#tasks.length > 0 ? 0 : -1) > 0) this.wakeups++;',
    change: 'this.#tasks.length > 0 → false',
    why: 'the eventfd is readable while a task is queued',
  },
  {
    file: 'acceptor.ts',
    line: 'accepted = accept4(this.#channel.fd, SOCK_NONBLOCK | SOCK_CLOEXEC);',
    change: 'SOCK_NONBLOCK | SOCK_CLOEXEC → SOCK_NONBLOCK',
    why: 'the server starts no other program',
  },
  {
    file: 'connection.ts',
    line: "const what = isSystemError(error) ? 'lost' : 'closes, after an error in its callback,';",
    change: 'isSystemError(error) → false',
    why: LOG,
  },
  {
    file: 'connection.ts',
    line: "const what = isSystemError(error) ? 'lost' : 'closes, after an error in its callback,';",
    change: 'isSystemError(error) → true',
    why: LOG,
  },
  {
    file: 'connection.ts',
    line: 'log(`${what} ${show(this.peer)}: ${error instanceof Error ? error.message : String(error)}`);',
    change: 'error instanceof Error → false',
    why: LOG,
  },
  {
    file: 'connection.ts',
    line: 'log(`${what} ${show(this.peer)}: ${error instanceof Error ? error.message : String(error)}`);',
    change: 'error instanceof Error → true',
    why: LOG,
  },
  { file: 'byte-buffer.ts', line: 'this.#begin = 0;', change: 'this.#begin = 0; ↔ this.#end = 0;', why: ORDER },
  { file: 'byte-buffer.ts', line: 'this.#begin = 0;', change: 'this.#begin = 0; ↔ this.#end = length;', why: ORDER },
  {
    file: 'resp-parser.ts',
    line: 'this.begins[i] = this.#at;',
    change: 'this.begins[i] = this.#at; ↔ this.ends[i] = end;',
    why: ORDER,
  },
  {
    file: 'resp-parser.ts',
    line: 'this.ends[i] = end;',
    change: 'this.ends[i] = end; ↔ this.lastHeader = header;',
    why: ORDER,
  },
];

export default same;
