import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'if-for-while': {
    step: '08.2',
    name: 'if, where while belongs',
    question: 'A wait has ended. Is there a job now, or has somebody else taken it, or was there none?',
  },
  'no-signal': {
    step: '08.2',
    name: 'nobody is told of a new job',
    question: 'A job lies in the queue and everybody sleeps. Who was to wake them?',
  },
  'signal-when-empty': {
    step: '08.2',
    name: 'only the first of several jobs wakes a thread',
    question: 'Three jobs came while all slept. How many wake-ups do three threads need?',
  },
  'serves-locked': {
    step: '08.2',
    name: 'a job is done while the lock is held',
    question: 'Who can take the next job as long as this thread has the mutex?',
  },
  drops: {
    step: '08.5',
    name: 'the queue has no bound, or who does not fit is lost',
    question: 'The queue is full. Where could the next connection wait, without a descriptor and in order?',
  },
  uncaught: {
    step: '08.4',
    name: 'an exception in a job ends the thread',
    question: 'Nobody catches it in this thread. Who ends then?',
  },
  'one-woken': {
    step: '08.6',
    name: 'a stop that not all threads hear of',
    question: 'Four threads sleep, and signal wakes one. What do the others wait for?',
  },
  'queue-dropped': {
    step: '08.2',
    name: 'a stop that drops what was accepted',
    question: 'STOPPED is set and jobs are left. Did their clients get an answer?',
  },
  'stop-waits': {
    step: '08.6',
    name: 'a stop that waits for silent clients',
    question: 'A thread sleeps in recv, and its client says nothing. What wakes a thread there?',
  },
  'main-closes': {
    step: '08.4',
    name: 'the main thread closes a connection that a thread serves',
    question: 'A process pool closes its copy here. How many copies are there between threads?',
  },
  polls: {
    step: '08.2',
    name: 'looking again and again instead of waiting',
    question: 'How often does a thread look at the queue while nothing happens?',
  },
  'no-lock': {
    step: '08.2',
    name: 'the queue is used without the mutex',
    question: 'Two threads read the same HEAD. Which job does each of them take?',
  },
  'thread-count': {
    step: '08.3',
    name: 'a thread for every connection, or another number than asked for',
    question: 'How many threads does the process have after ten clients?',
  },
  'last-first': {
    step: '08.1',
    name: 'the ring gives jobs out in another order',
    question: 'Which job has waited longest, and where does it stand when the ring has gone round?',
  },
  'empty-zero': {
    step: '08.1',
    name: 'no job looks like a job',
    question: 'The queue is empty, and job 0 is a job. How does the caller tell them apart?',
  },
  private: {
    step: '08.1',
    name: 'a part of the queue is in one thread only',
    question: 'Two threads have an object each, and the memory in common. Where is the count?',
  },
  unclosed: {
    step: '08.4',
    name: 'nobody closes the connection',
    question: 'The client has no more requests. What tells it that no more answers will come?',
  },
  spin: {
    step: '08.5',
    name: 'a full queue keeps the main thread busy',
    question: 'The listener is ready and you do not take. What does epoll_wait do next time?',
  },
  'room-untold': {
    step: '08.5',
    name: 'the main thread does not hear that there is room',
    question: 'The main thread sleeps in epoll_wait. Which descriptor becomes ready when a job is taken?',
  },
  'zero-none': {
    step: '08.2',
    name: 'job 0 is taken for no job',
    question: 'null says that no job will come. What else is false for an if?',
  },
  'stop-unlocked': {
    step: '08.6',
    name: 'a stop, or the table, without the mutex',
    question: 'A thread has looked, and is about to sleep. STOPPED is set and broadcast just then: who wakes it?',
  },
  'closed-first': {
    step: '08.4',
    name: 'a connection is closed while it stands in the table',
    question: 'The number is free again, and the table still has it. Whose connection does a stop shut down?',
  },
  'no-patience': {
    step: '08.4',
    name: 'a client may hold its thread for ever',
    question: 'The client says nothing. In which call does the thread sleep, and what ends that call?',
  },
};
