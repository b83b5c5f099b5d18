import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'if-for-while': {
    step: '08.2',
    name: 'the wait stands in an if instead of a while',
    question: 'A wait has ended. Is there a job now, or did another thread take it, or was there none?',
  },
  'no-signal': {
    step: '08.2',
    name: 'no signal after a new job',
    question: 'A job is in the queue, and all threads sleep. What wakes one of them?',
  },
  'signal-when-empty': {
    step: '08.2',
    name: 'only the first of several jobs wakes a thread',
    question: 'Three jobs came while all threads slept. How many signals do three threads need?',
  },
  'serves-locked': {
    step: '08.2',
    name: 'a job is done while the mutex is locked',
    question: 'Which thread can take the next job as long as this thread holds the mutex?',
  },
  drops: {
    step: '08.5',
    name: 'the queue has no bound, or connections that do not fit are lost',
    question: 'The queue is full. Where could the next connection wait, without a descriptor and in order?',
  },
  uncaught: {
    step: '08.4',
    name: 'an exception in a job ends the process',
    question: 'No catch in this thread takes the exception. What ends then: the job, the thread or the process?',
  },
  'one-woken': {
    step: '08.6',
    name: 'a stop does not wake all threads',
    question: 'Four threads sleep, and signal wakes one. What do the others wait for?',
  },
  'queue-dropped': {
    step: '08.2',
    name: 'a stop drops accepted connections',
    question: 'STOPPED is set and jobs are left. Did their clients get an answer?',
  },
  'stop-waits': {
    step: '08.6',
    name: 'a stop waits for silent clients',
    question: 'A thread sleeps in recv, and its client sends nothing. What wakes a thread there?',
  },
  'main-closes': {
    step: '08.4',
    name: 'the main thread closes a connection that a thread serves',
    question: 'A process pool closes its copy here. How many copies does a connection have between threads?',
  },
  polls: {
    step: '08.2',
    name: 'threads poll instead of waiting',
    question: 'How often does a thread look at the queue while nothing happens?',
  },
  'no-lock': {
    step: '08.2',
    name: 'the queue is used without the mutex',
    question: 'Two threads read the same HEAD. Which job does each of them take?',
  },
  'thread-count': {
    step: '08.3',
    name: 'a thread for each connection, or another number than asked for',
    question: 'How many threads does the process have after ten clients?',
  },
  'last-first': {
    step: '08.1',
    name: 'the ring returns jobs in another order',
    question: 'Which job has waited longest, and where does it stand when the ring has wrapped around?',
  },
  'empty-zero': {
    step: '08.1',
    name: 'an empty queue looks like a job',
    question: 'The queue is empty, and 0 is a valid job. How does the caller tell them apart?',
  },
  private: {
    step: '08.1',
    name: 'a part of the queue is in one thread only',
    question: 'Two threads have an object each, and share the memory. Where is the count?',
  },
  unclosed: {
    step: '08.4',
    name: 'the connection is not closed',
    question: 'The client has no more requests. What tells it that no more answers will come?',
  },
  spin: {
    step: '08.5',
    name: 'a full queue keeps the main thread busy',
    question: 'The listener is ready and you do not accept. What does epoll_wait do next time?',
  },
  'room-untold': {
    step: '08.5',
    name: 'the main thread is not woken when there is room',
    question: 'The main thread sleeps in epoll_wait. Which descriptor becomes ready when a job is taken?',
  },
  'zero-none': {
    step: '08.2',
    name: 'job 0 is taken for no job',
    question: 'null means that no job will come. Which other value is false in an if?',
  },
  'stop-unlocked': {
    step: '08.6',
    name: 'a stop, or the table, without the mutex',
    question:
      'A thread has looked, and is about to sleep. STOPPED is set and broadcast just then: what wakes the thread?',
  },
  'closed-first': {
    step: '08.4',
    name: 'a connection is closed while it stands in the table',
    question: 'The number is free again, and the table still has it. Which connection does a stop shut down?',
  },
  'no-patience': {
    step: '08.4',
    name: 'a client can hold its thread for ever',
    question: 'The client sends nothing. In which call does the thread sleep, and what ends that call?',
  },
  'asks-on': {
    step: '08.4',
    name: 'a client that goes on asking holds a stop',
    question:
      'After SHUT_RD the kernel still delivers data that arrives. When does recv return 0 to a client that never pauses?',
  },
  'late-job': {
    step: '08.2',
    name: 'a job is taken after the stop, or a thread is woken for a refused one',
    question: 'The queue refuses a job. Which thread could take it, and what should a signal tell that thread?',
  },
  'entered-late': {
    step: '08.6',
    name: 'a connection that is entered after the stop is not ended',
    question:
      'The stop has gone through the table, and a thread takes the next connection from the queue. What ends the requests of that client?',
  },
  'needless-wake': {
    step: '08.5',
    name: 'the main thread is woken although the queue was not full',
    question:
      'The queue had room before this job was taken. What can the main thread do now that it could not do before?',
  },
};
