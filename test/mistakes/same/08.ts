import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither call uses what the other one changes';
const REFUSED = 'the main thread alone adds jobs and stops the queue, and it has just seen that there is room';

const LOST = 'log(`thread ${gettid()} lost a client: ${error instanceof Error ? error.message : String(error)}`);';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'queue.ts',
    line: 'if (job !== null && this.#word(COUNT) === this.capacity - 1) eventfdWrite(this.#share.room);',
    change: 'job !== null && this.#word(COUNT) === this.capacity - 1 → this.#word(COUNT) === this.capac…',
    why: 'there is no job only after a stop, and nobody waits for room then',
  },
  {
    file: 'queue.ts',
    line: 'this.#words[RING + at] = job;',
    change: 'this.#words[RING + at] = job; ↔ this.#words[COUNT] = this.#word(COUNT) + 1;',
    why: ORDER,
  },
  {
    file: 'queue.ts',
    line: 'this.#words[HEAD] = (head + 1) % this.capacity;',
    change: 'this.#words[HEAD] = (head + 1) % this.capacity; ↔ this.#words[COUNT] = this.#word(COUNT) -…',
    why: ORDER,
  },
  {
    file: 'worker.ts',
    line: 'serving.begin(index, conn);',
    change: 'serving.begin(index, conn); ↔ setPatience(conn, patience * 1000);',
    why: ORDER,
  },
  {
    file: 'worker.ts',
    line: 'setPatience(conn, patience * 1000);',
    change: '1000 → 1001',
    why: 'waits longer than asked, by less than a test can measure on a busy machine',
  },
  { file: 'worker.ts', line: '} catch (error) {', change: 'catch does nothing', why: 'only the log line differs' },
  ...['false', 'true'].map((forced) => ({
    file: 'worker.ts',
    line: LOST,
    change: `error instanceof Error → ${forced}`,
    why: 'only the log line differs',
  })),
  { file: 'queue.ts', line: 'this.#words[STOPPED] = 1;', change: '1 → 2', why: 'every reader compares it with 0' },
  {
    file: 'server.ts',
    line: 'this.#queue.stop();',
    change: 'this.#queue.stop(); ↔ this.#serving.stop();',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'if (!this.#queue.offer(accepted.fd)) close(accepted.fd);',
    change: 'without: close(accepted.fd);',
    why: REFUSED,
  },
];

export default same;
