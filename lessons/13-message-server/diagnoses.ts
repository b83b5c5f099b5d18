import type { Diagnosis } from '#lesson';
import { packets } from './diagnoses-packets.ts';
import { time } from './diagnoses-time.ts';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  ...packets,
  'wrong-handler': {
    step: '13.4',
    name: 'a code leads to the handler of another one',
    question: 'The table has holes. At which index is the handler of LOGIN?',
  },
  'whole-length': {
    step: '13.4',
    name: 'the length of the body is that of the packet',
    question: 'A handler gets body and length. Which length, and what lies behind the body?',
  },
  'unknown-ends': {
    step: '13.4',
    name: 'an unknown code ends the connection',
    question: 'Code 3 has no handler. What does the table say, and what do you call?',
  },
  'unknown-answered': {
    step: '13.4',
    name: 'an unknown code is answered',
    question:
      'A client of a later version sends a code that you do not know. What does it make of an answer with that code?',
  },
  'unknown-uncounted': {
    step: '13.4',
    name: 'a code without a handler is not counted',
    question: 'Clients of a later version send codes that you do not know. Which number in the log tells you?',
  },
  'next-handler': {
    step: '13.4',
    name: 'a code above the table is folded into it',
    question: '65,535 is no index of the table. What should happen with it?',
  },
  'not-closed': {
    name: 'a connection that has ended is not closed',
    question: 'read has returned 0. What keeps the descriptor open?',
  },
  'node-net': {
    name: 'the server is that of Node',
    question: 'The exercise is the server. Which of its calls does node:net make for you?',
  },
  'works-in-loop': {
    step: '13.5',
    name: 'the loop does the job itself',
    question: 'A job takes an hour. Who answers the pings meanwhile?',
  },
  'wrong-work': {
    step: '13.5',
    name: 'the answer is the job itself',
    question: 'What does a worker put into the queue of answers: what it got, or what it computed?',
  },
  'wrong-client': {
    step: '13.5',
    name: 'the answer goes to another client',
    question: 'Three clients have slots 0, 1 and 2. Which one is an answer with slot 1 for?',
  },
  'answers-stranger': {
    step: '13.5',
    name: 'the answer goes to the next owner of the slot',
    question: 'The client has gone, and another one has its slot and its descriptor. Which number is not the same?',
  },
  'one-bit': {
    step: '13.5',
    name: 'one bit of the number is compared',
    question: 'A bit that changes with each owner has two values. Who has the same one as the owner before the last?',
  },
  'works-for-nobody': {
    step: '13.5',
    name: 'jobs of clients that have gone are done',
    question: 'A thousand clients send jobs and vanish. What do the workers do for the next hour?',
  },
  'loop-waits': {
    step: '13.5',
    name: 'the loop waits for room in the queue',
    question: 'All workers are busy, and the queue is full. Who takes the jobs out while the loop sleeps?',
  },
  'job-lost': {
    step: '13.5',
    name: 'a job is dropped, and nobody is told',
    question: 'The queue is full. How does the client learn that its job will never be done?',
  },
  'answer-dropped': {
    step: '13.5',
    name: 'an answer is dropped when the queue is full',
    question: 'A worker has an answer, and the queue of answers is full. Who else has this answer?',
  },
  'bytes-twice': {
    step: '13.6',
    name: 'bytes are sent twice',
    question: 'The kernel has taken 1,000 of 1,008 bytes. Where does the next send begin?',
  },
  'rest-forgotten': {
    step: '13.6',
    name: 'what the kernel did not take is forgotten',
    question: 'send has taken half of a packet. When do you send the other half?',
  },
  'write-event-stays': {
    step: '13.6',
    name: 'the write event is never turned off',
    question: 'Nothing waits to be sent. How often does level-triggered epoll report a socket that is writable?',
  },
  'write-event-once': {
    step: '13.6',
    name: 'the write event is asked for only once',
    question:
      'What waited has been sent, and the write event is off. Who turns it on when the send buffer is full again?',
  },
  'bytes-never-less': {
    step: '13.6',
    name: 'bytes that were sent are counted for ever',
    question: 'A client reads everything, for a week. How many bytes wait for it?',
  },
  'fin-drops': {
    name: 'a client that ends its direction does not get what waits for it',
    question: 'A client has sent its FIN, and reads. What do you owe it?',
  },
  'limit-included': {
    step: '13.6',
    name: 'a client is put out at the limit',
    question: '400 packets may wait. How many wait when you put the client out?',
  },
  'sender-spins': {
    step: '13.6',
    name: 'the sender tries until the kernel takes it all',
    question: 'The send buffer is full. What happens if you call send again at once?',
  },
  'packets-lost': {
    step: '13.6',
    name: 'a packet that is sent in part is removed whole',
    question: 'The kernel has taken some of the bytes of a packet. Which bytes are still yours to send?',
  },
  'counts-answers': {
    step: '13.6',
    name: 'answers that the kernel takes are counted as waiting',
    question: 'A client sends 3,000 pings at once and reads. How many pongs wait when send has returned?',
  },
  'no-packet-limit': {
    step: '13.6',
    name: 'waiting packets have no limit',
    question: 'A client sends pings for ever and never reads. What grows?',
  },
  'no-byte-limit': {
    step: '13.6',
    name: 'waiting bytes have no limit',
    question: '400 packets may wait. How much memory is that, if each has 30,000 bytes, and 10,000 clients do it?',
  },
  'counts-wrong': {
    step: '13.6',
    name: 'a client is put out as soon as anything waits',
    question: 'The send buffer is full for a moment. Is that a fault of the client?',
  },
  'stops-with-slow': {
    step: '13.6',
    name: 'the loop waits until a slow client has taken its bytes',
    question: 'One of 10,000 clients does not read. Who is served while the loop waits for it?',
  },
  ...time,
};
