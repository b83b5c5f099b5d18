import type { Diagnosis } from '#lesson';
import { daemon } from './diagnoses-daemon.ts';
import { replacing } from './diagnoses-replacing.ts';
import { service } from './diagnoses-service.ts';
import { stopping } from './diagnoses-stopping.ts';
import { workers } from './diagnoses-workers.ts';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'every-equals': {
    step: '14.1',
    name: 'a value ends at its first =',
    question: 'Which of the equals signs of a line divides it, and to what do the others belong?',
  },
  'unknown-key': {
    step: '14.1',
    name: 'an unknown key is passed over',
    question: 'The key is misspelt. When does the one who wrote it learn that his setting has no effect?',
  },
  'key-twice': {
    step: '14.1',
    name: 'a key may stand in the file twice',
    question: 'Two lines contradict each other. Which of them did the administrator read last?',
  },
  'no-equals': {
    step: '14.1',
    name: 'a line without = is passed over',
    question: 'What did somebody mean who wrote a line that you cannot read?',
  },
  'loose-number': {
    step: '14.1',
    name: 'a number is read by its beginning',
    question: 'What do parseInt and Number make of 4s, of 0x10, and of nothing at all?',
  },
  'no-range': {
    step: '14.1',
    name: 'a number is not compared with its range',
    question: 'What becomes of a service with 0 workers?',
  },
  'any-word': {
    step: '14.1',
    name: 'any word is a value',
    question: 'Which level is "loud", and which lines does it leave out?',
  },
  'wrong-line': {
    step: '14.1',
    name: 'the line number is that of a shorter file',
    question: 'An editor counts from 1, and counts comments and empty lines. What do you count?',
  },
  'no-append': {
    step: '14.1',
    name: 'the log is not opened with O_APPEND',
    question:
      'Each process has its own position in the file, or all share one. Where does the next write go in either case?',
  },
  'two-writes': {
    step: '14.1',
    name: 'a line is written in two writes',
    question: 'What may another process write between two of your writes?',
  },
  'no-reopen': {
    step: '14.1',
    name: 'the log is not opened again',
    question: 'The file has been renamed. To which file does the descriptor lead?',
  },
  'reopen-fatal': {
    step: '14.1',
    name: 'the old log is closed before the new one is open',
    question: 'The new file cannot be opened. Where do you write that?',
  },
  'forged-line': {
    step: '14.1',
    name: 'a text may contain a line end',
    question: 'A client has a line end in its request. Who has written the line that follows?',
  },
  levels: {
    step: '14.1',
    name: 'the level leaves out the wrong lines',
    question: 'Which is less important, and which of both is the limit?',
  },
  'full-disk': {
    step: '14.1',
    name: 'a log that cannot be written ends the program',
    question: 'The disk is full. Is that a reason to send the clients away?',
  },
  'range-ends': {
    step: '14.1',
    name: 'the end of a range does not belong to it',
    question: 'The message says "from 1 to 32". What does your comparison make of 32?',
  },
  'empty-text': {
    step: '14.1',
    name: 'an empty text is refused',
    question: 'What does log = say, with nothing behind it, and which default does it put back?',
  },
  'log-emptied': {
    step: '14.1',
    name: 'opening the log empties it',
    question: 'The service starts again after a crash. Where are the lines that say why?',
  },
  'masters-pid': {
    step: '14.1',
    name: 'each line has the pid of the process that made the log',
    question: 'The object was made before the fork. Which process does its copy name?',
  },
  'one-time': {
    step: '14.1',
    name: 'each line has the time of the start',
    question: 'When is the clock read: when the log is made, or when a line is written?',
  },
  'log-mode': {
    step: '14.1',
    name: 'the log is created with another mode',
    question: 'Which permissions has a file that open creates, and who has said so?',
  },
  'silent-reopen': {
    step: '14.1',
    name: 'nothing says that the log was not opened again',
    question: 'logrotate has sent its signal, and nothing has happened. Where would somebody look for the reason?',
  },
  'old-log-open': {
    step: '14.1',
    name: 'the renamed log stays open',
    question: 'The renamed file is deleted. When is its disk space free?',
  },
  'log-inherited': {
    step: '14.1',
    name: 'the log is not close-on-exec',
    question: 'What does a program that this process executes do with a descriptor that it does not know?',
  },
  'busy-master': {
    step: '14.2',
    name: 'the master looks again and again',
    question: 'What does the master do between two signals, and what does that cost?',
  },
  'worker-returns': {
    step: '14.2',
    name: 'a worker returns into the loop of the master',
    question: 'The child has a copy of the whole call stack. Where does it go when its work is done?',
  },
  'no-handler': {
    step: '14.2',
    name: 'the signals of the master have no handler',
    question: 'What does the kernel do with SIGTERM for a process that has said nothing about it?',
  },
  'mask-inherited': {
    step: '14.2',
    name: 'a worker sleeps with the mask of its master',
    question: 'fork copies the mask. Which signals does the worker let in, and when?',
  },
  'handlers-inherited': {
    step: '14.2',
    name: 'a worker keeps the handlers of its master',
    question: 'The handler runs in the worker, and notes the signal. Who reads that note?',
  },
  'masters-kept': {
    step: '14.2',
    name: "a worker keeps the master's descriptors",
    question: 'The master has died, and a worker still has its lock open. Who has the lock?',
  },
  unblocked: {
    step: '14.2',
    name: 'the signals are not blocked while the master works',
    question: 'The signal comes after the look at the notes and before the sleep. What wakes the master?',
  },
  'one-note': {
    step: '14.2',
    name: 'one note is taken for each sleep',
    question: 'Two signals have come during one sleep. When is the second one looked at?',
  },
  'half-blocked': {
    step: '14.2',
    name: 'some signals of the master are not blocked',
    question: 'One of them comes between the look and the sleep. Is it one of those that you have blocked?',
  },
  'notes-merged': {
    step: '14.2',
    name: 'notes of the same signal are merged',
    question: 'Three workers say that they serve. How many notes are that, and from whom?',
  },
  'some-handlers': {
    step: '14.2',
    name: 'a worker keeps some handlers of its master',
    question: 'The worker has undone the handler of one signal. What do the others do in it?',
  },
  'worker-unblocked': {
    step: '14.2',
    name: 'a worker unblocks the signals before it sleeps',
    question: 'The signal comes after the look at what it was told, and before epoll_wait. What wakes the worker?',
  },
  ...workers,
  ...replacing,
  ...service,
  ...stopping,
  ...daemon,
};
