import type { Lesson } from '../lesson.ts';

export const lesson08: Lesson = {
  id: '08',
  slug: 'thread-pool',
  title: 'Thread pool',
  goal: 'One queue between a thread that accepts and threads that serve: a mutex, a condition, and an end that loses nobody.',
  files: ['queue.ts', 'pool.ts', 'worker.ts', 'server.ts', 'serving.ts', 'try.ts', 'try-thread.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/08-thread-pool'],
    elsewhere: true,
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
  },
  steps: [
    {
      id: '08.1',
      key: 'thread-pool/ring',
      title: 'a ring in shared memory',
      file: 'queue.ts',
      hints: [
        'A ring has a beginning and a length. The next free place is the beginning plus the length, and after the last place comes the first one again.',
        'this.#words[RING + (HEAD + COUNT) % capacity] is free; this.#words[RING + HEAD] is the oldest. Keep everything in #words: a field of the object is in one thread only.',
        'put: if (this.full) return false; const at = (head + count) % this.capacity; this.#words[RING + at] = job; count + 1. get: null when count is 0; else head = (head + 1) % capacity, count - 1.',
      ],
    },
    {
      id: '08.2',
      key: 'thread-pool/wait',
      title: 'lock, wait, signal',
      file: 'queue.ts',
      hints: [
        'A condition has no memory: it wakes who sleeps now. What there is to wait for stands in the queue, under the mutex; so look there, before you sleep and again after each wake-up.',
        'offer: #mutex.lock(), put, unlock(), #changed.signal(). take: lock(), while (no job and not stopped) #changed.wait(#mutex), get, unlock().',
        'while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex); const job = this.get();',
      ],
    },
    {
      id: '08.3',
      key: 'thread-pool/factory',
      title: 'the factory',
      file: 'pool.ts',
      hints: [
        'All threads run the same function. What differs is the number that each gets.',
        'startThread(entry, data) starts one; data is copied, but shared memory in it stays shared.',
        'Array.from({ length: count }, (_, index) => startThread(entry, { ...data, index }))',
      ],
    },
    {
      id: '08.4',
      key: 'thread-pool/serve',
      title: 'one accepts, the others serve',
      file: 'worker.ts',
      hints: [
        'All threads of a process share one table of descriptors: a number is enough, and there is one copy to close. Who closes it, and when?',
        'worker.ts: take, serving.begin, setPatience, serveFiles; catch everything; finally serving.end and close. server.ts: accept4 until null, queue.offer(fd).',
        'for (let conn = queue.take(); conn !== null; conn = queue.take()) { try { … } catch (error) { log(…); } finally { serving.end(index); close(conn); } } return 0;',
      ],
    },
    {
      id: '08.5',
      key: 'thread-pool/full',
      title: 'a full queue',
      file: 'server.ts',
      hints: [
        'There is a second queue, which costs you nothing: the one of the listener. Leave connections there as long as yours is full. Two questions: how does epoll stop telling you, and who tells you that there is room again?',
        'this.#queue.full: epollCtl(…, EPOLL_CTL_MOD, this.#listener, 0), return. In take (queue.ts): eventfdWrite(this.#share.room) when a full queue has become one shorter. In #woken: EPOLLIN again.',
        'if (job !== null && this.#word(COUNT) === this.capacity - 1) eventfdWrite(this.#share.room);',
      ],
    },
    {
      id: '08.6',
      key: 'thread-pool/stop',
      title: 'a graceful stop',
      file: 'serving.ts',
      hints: [
        'Threads sleep in three places: in the condition, in recv with a client that says nothing, in write with one that does not read. Which of them must wake up, and which must not be disturbed?',
        'queue.stop: STOPPED under the mutex, then broadcast. serving.stop: STOPPED, and shutdown(conn, SHUT_RD) for each in the table: recv gives what has arrived, then 0. #end: both, then join.',
        'begin: lock; this.#words[CONNS + index] = conn; if (this.#words[STOPPED] === 1) endRequests(conn); unlock. end: NONE under the mutex.',
      ],
    },
  ],
  mistakes: {
    'L08-B01': {
      slug: 'if-for-while',
      name: 'if, where while belongs',
      question: 'A wait has ended. Is there a job now, or has somebody else taken it, or was there none?',
    },
    'L08-B02': {
      slug: 'no-signal',
      name: 'nobody is told of a new job',
      question: 'A job lies in the queue and everybody sleeps. Who was to wake them?',
    },
    'L08-B03': {
      slug: 'signal-when-empty',
      name: 'only the first of several jobs wakes a thread',
      question: 'Three jobs came while all slept. How many wake-ups do three threads need?',
    },
    'L08-B04': {
      slug: 'serves-locked',
      name: 'a job is done while the lock is held',
      question: 'Who can take the next job as long as this thread has the mutex?',
    },
    'L08-B06': {
      slug: 'drops',
      name: 'the queue has no bound, or who does not fit is lost',
      question: 'The queue is full. Where could the next connection wait, without a descriptor and in order?',
    },
    'L08-B07': {
      slug: 'uncaught',
      name: 'an exception in a job ends the thread',
      question: 'Nobody catches it in this thread. Who ends then?',
    },
    'L08-B08': {
      slug: 'one-woken',
      name: 'a stop that not all threads hear of',
      question: 'Four threads sleep, and signal wakes one. What do the others wait for?',
    },
    'L08-B09': {
      slug: 'queue-dropped',
      name: 'a stop that drops what was accepted',
      question: 'STOPPED is set and jobs are left. Did their clients get an answer?',
    },
    'L08-B10': {
      slug: 'stop-waits',
      name: 'a stop that waits for silent clients',
      question: 'A thread sleeps in recv, and its client says nothing. What wakes a thread there?',
    },
    'L08-B11': {
      slug: 'main-closes',
      name: 'the main thread closes a connection that a thread serves',
      question: 'A process pool closes its copy here. How many copies are there between threads?',
    },
    'L08-B12': {
      slug: 'polls',
      name: 'looking again and again instead of waiting',
      question: 'How often does a thread look at the queue while nothing happens?',
    },
    'L08-B13': {
      slug: 'no-lock',
      name: 'the queue is used without the mutex',
      question: 'Two threads read the same HEAD. Which job does each of them take?',
    },
    'L08-B14': {
      slug: 'thread-count',
      name: 'a thread for every connection, or another number than asked for',
      question: 'How many threads does the process have after ten clients?',
    },
    'L08-B15': {
      slug: 'last-first',
      name: 'the ring gives jobs out in another order',
      question: 'Which job has waited longest, and where does it stand when the ring has gone round?',
    },
    'L08-B16': {
      slug: 'empty-zero',
      name: 'no job looks like a job',
      question: 'The queue is empty, and job 0 is a job. How does the caller tell them apart?',
    },
    'L08-B17': {
      slug: 'private',
      name: 'a part of the queue is in one thread only',
      question: 'Two threads have an object each, and the memory in common. Where is the count?',
    },
    'L08-B18': {
      slug: 'unclosed',
      name: 'nobody closes the connection',
      question: 'The client has no more requests. What tells it that no more answers will come?',
    },
    'L08-B19': {
      slug: 'spin',
      name: 'a full queue keeps the main thread busy',
      question: 'The listener is ready and you do not take. What does epoll_wait do next time?',
    },
    'L08-B20': {
      slug: 'room-untold',
      name: 'the main thread does not hear that there is room',
      question: 'The main thread sleeps in epoll_wait. Which descriptor becomes ready when a job is taken?',
    },
    'L08-B21': {
      slug: 'zero-none',
      name: 'job 0 is taken for no job',
      question: 'null says that no job will come. What else is false for an if?',
    },
    'L08-B22': {
      slug: 'stop-unlocked',
      name: 'a stop, or the table, without the mutex',
      question: 'A thread has looked, and is about to sleep. STOPPED is set and broadcast just then: who wakes it?',
    },
    'L08-B23': {
      slug: 'closed-first',
      name: 'a connection is closed while it stands in the table',
      question: 'The number is free again, and the table still has it. Whose connection does a stop shut down?',
    },
    'L08-B24': {
      slug: 'no-patience',
      name: 'a client may hold its thread for ever',
      question: 'The client says nothing. In which call does the thread sleep, and what ends that call?',
    },
  },
};
