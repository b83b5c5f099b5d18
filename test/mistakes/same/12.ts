import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const CLOEXEC = 'the server starts no other program';
const DONE = 'the machine is done, and takes no byte';
const LATER = 'later ones expire later: they are looked at in vain';
const MEMORY = 'only memory is kept, and no connection';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'files.ts',
    line: "if (!raw.includes('%')) return raw;",
    change: "without: if (!raw.includes('%')) return raw;",
    why: 'text without % is decoded to itself',
  },
  {
    file: 'files.ts',
    line: "if (!raw.includes('%')) return raw;",
    change: "!raw.includes('%') → false",
    why: 'text without % is decoded to itself',
  },
  {
    file: 'files.ts',
    line: "if (!raw.includes('%')) return raw;",
    change: 'without: return raw;',
    why: 'text without % is decoded to itself',
  },
  {
    file: 'files.ts',
    line: 'const raw = query < 0 ? path : path.slice(0, query);',
    change: '< → <=',
    why: 'a path begins with a slash',
  },
  {
    file: 'files.ts',
    line: 'fd = openat2(this.#fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, RESOLVE_BENEATH);',
    change: 'O_RDONLY | O_NONBLOCK | O_CLOEXEC → O_RDONLY | O_NONBLOCK',
    why: CLOEXEC,
  },
  {
    file: 'files.ts',
    line: 'fd = openat2(this.#fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, RESOLVE_BENEATH);',
    change: 'O_RDONLY | O_NONBLOCK → O_NONBLOCK',
    why: 'O_RDONLY is 0',
  },
  {
    file: 'lingering.ts',
    line: 'for (let i = 0; i < TURN; i++) {',
    change: '0 → 1',
    why: 'epoll reports again what is left',
  },
  {
    file: 'lingering.ts',
    line: 'for (let i = 0; i < TURN; i++) {',
    change: '< → <=',
    why: 'epoll reports again what is left',
  },
  {
    file: 'connection.ts',
    line: "else if (this.#state === 'open' && this.#peerEnded) this.close();",
    change: "this.#state === 'open' && this.#peerEnded → this.#peerEnded",
    why: 'a connection that is closing lingers, and others call nothing here',
  },
  {
    file: 'connection.ts',
    line: 'if (this.#parser.request === null) buffer.consume(this.#parser.read(buffer.bytes));',
    change: 'this.#parser.request === null → true',
    why: DONE,
  },
  {
    file: 'connection.ts',
    line: 'if (!this.#body.done) buffer.consume(this.#body.read(buffer.bytes));',
    change: '!this.#body.done → true',
    why: DONE,
  },
  {
    file: 'connection.ts',
    line: 'this.#working = false;',
    change: "this.#working = false; ↔ this.#state = 'closing';",
    why: ORDER,
  },
  {
    file: 'connection.ts',
    line: 'this.#working = false;',
    change: 'without: this.#working = false;',
    why: 'a request is refused before it is handed over',
  },
  {
    file: 'connection.ts',
    line: 'if (this.#peerEnded || drop(this.#fd)) this.close();',
    change: 'this.#peerEnded || drop(this.#fd) → drop(this.#fd)',
    why: 'recv says 0 again',
  },
  {
    file: 'deadlines.ts',
    line: 'this.#queues.set(phase, queue);',
    change: 'this.#queues.set(phase, queue); ↔ this.#phases.set(item, phase);',
    why: ORDER,
  },
  {
    file: 'deadlines.ts',
    line: 'queue.set(item, due);',
    change: 'queue.set(item, due); ↔ this.#arm(due);',
    why: ORDER,
  },
  {
    file: 'deadlines.ts',
    line: 'this.#phases.delete(item);',
    change: 'this.#phases.delete(item); ↔ this.#queues.get(phase)?.delete(item);',
    why: ORDER,
  },
  {
    file: 'deadlines.ts',
    line: 'if (this.#timer !== null && this.#timer.due <= due) return;',
    change: '<= → <',
    why: 'a timer for the same moment',
  },
  {
    file: 'deadlines.ts',
    line: 'if (due > now) {',
    change: '> → >=',
    why: 'differs only when the clock shows the very moment, to the last bit',
  },
  {
    file: 'deadlines.ts',
    line: 'break;',
    change: 'without: break;',
    why: LATER,
  },
  {
    file: 'served.ts',
    line: 'this.#channel.setWriting(writing);',
    change: 'this.#channel.setWriting(writing); ↔ this.#channel.setReading(reading);',
    why: ORDER,
  },
  {
    file: 'worker.ts',
    line: 'connections.delete(id);',
    change: 'connections.delete(id); ↔ outbox.put({ id, ended: true, reading: false, writing: false, ph…',
    why: ORDER,
  },
  {
    file: 'worker.ts',
    line: 'connections.delete(id);',
    change: 'without: connections.delete(id);',
    why: MEMORY,
  },
  {
    file: 'handed.ts',
    line: 'this.#away = true;',
    change: 'this.#away = true; ↔ this.#channel.remove();',
    why: ORDER,
  },
  {
    file: 'handed.ts',
    line: 'this.#channel.remove();',
    change: 'this.#channel.remove(); ↔ this.#server.give({ id: this.id, fd: this.#fd, what, phase });',
    why: 'the loop hears of no event and of no reply between the two',
  },
  {
    file: 'handed.ts',
    line: 'this.#channel.setWriting(writing);',
    change: 'this.#channel.setWriting(writing); ↔ this.#channel.setReading(reading);',
    why: ORDER,
  },
  {
    file: 'proactor.ts',
    line: "if (!this.#workers.give(0, { id, method, path, content: Buffer.from(content).toString('base64') })) {",
    change: '0 → 1',
    why: 'all workers share one mailbox',
  },
  {
    file: 'proactor.ts',
    line: 'this.#away.delete(done.id);',
    change: 'without: this.#away.delete(done.id);',
    why: MEMORY,
  },
  {
    file: 'server.ts',
    line: 'this.#handed.set(handed.id, handed);',
    change: 'this.#handed.set(handed.id, handed); ↔ this.#begin(handed);',
    why: 'the reply comes in a later round of the loop',
  },
  {
    file: 'server.ts',
    line: 'return this.#workers?.give(event.id, event) ?? false;',
    change: 'false → true',
    why: 'there are workers when a connection is handed',
  },
  {
    file: 'server.ts',
    line: 'limits.sending = idle;',
    change: 'limits.sending = idle; ↔ limits.lingering = linger;',
    why: ORDER,
  },
];

export default same;
