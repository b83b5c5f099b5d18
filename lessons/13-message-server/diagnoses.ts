import type { Diagnosis } from '#lesson';
import { packets } from './diagnoses-packets.ts';

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
  'ping-no-life': {
    step: '13.7',
    name: 'a ping does not move the deadline',
    question: 'A client pings in time. What changes in the list of deadlines?',
  },
  'deaf-after-interval': {
    step: '13.7',
    name: 'after the first deadline nothing more is read from the client',
    question: 'The deadline was looked at, and the client lives. Which events of its socket does the loop still watch?',
  },
  'dies-at-end': {
    step: '13.7',
    name: 'the first silent client ends the server',
    question: 'The heartbeat closes a client. What does it still touch afterwards?',
  },
  'nobody-closed': {
    step: '13.7',
    name: 'nobody is ever closed',
    question: 'The cable of a client was pulled out. Which packet tells the server?',
  },
  'timer-once': {
    step: '13.7',
    name: 'the timer is set only once',
    question: 'The first deadline is over. Which timer looks at the second one?',
  },
  'one-interval': {
    name: 'one interval is the limit',
    question: 'A ping comes 1 ms late, because the machine is busy. Has the client gone?',
  },
  'no-margin': {
    name: 'the margin is left out',
    question: 'The limit is twice the interval, and what else?',
  },
  'only-pings': {
    step: '13.7',
    name: 'only pings are life',
    question: 'A client transfers data for an hour and sends no ping. Is it gone?',
  },
  'bytes-are-life': {
    name: 'a byte is life',
    question: 'A client sends one byte of a packet each second, for ever. What does its slot cost you?',
  },
  'sent-no-life': {
    step: '13.7',
    name: 'a client that takes bytes counts as silent',
    question: 'A client reads 64 MB and sends nothing meanwhile. What do you see of it?',
  },
  'judges-unread': {
    step: '13.7',
    name: 'clients are closed before their packets are read',
    question: 'The process was stopped for a minute. Where are the pings that have come meanwhile?',
  },
  'beats-for-slot': {
    step: '13.7',
    name: 'a deadline that is left behind closes the next owner',
    question: 'The deadline of slot 0 comes. Whose deadline is it, if the slot has another owner?',
  },
  'never-beats': {
    step: '13.7',
    name: 'the time begins with the first packet',
    question: 'A client connects and says nothing, for ever. When does its time begin?',
  },
  'never-recycled': {
    step: '13.8',
    name: 'a slot never comes back',
    question: 'A thousand clients have come and gone. How many slots are free?',
  },
  'no-rest': {
    step: '13.8',
    name: 'a slot does not rest',
    question: 'A client has gone a moment ago, and its slot has a new owner. Which late messages may still come?',
  },
  'one-recycled': {
    step: '13.8',
    name: 'one slot for each timer',
    question: 'Two slots are due at the same time. How many does one expiry recycle?',
  },
  'slot-lost': {
    name: 'a client that resets keeps its slot',
    question: 'A connection ends by an error. Does the slot come back as after an orderly end?',
  },
  'waits-for-rest': {
    step: '13.8',
    name: 'a stop waits until all slots have rested',
    question: 'The process ends, and its memory with it. What would the next owner of a slot need?',
  },
  'jobs-dropped': {
    step: '13.8',
    name: 'a stop drops the jobs that run',
    question: 'A client waits for a job that runs. What does SIGTERM promise it?',
  },
  'still-open': {
    step: '13.8',
    name: 'the port stays open during a stop',
    question: 'The server stops. Who accepts the clients that connect now?',
  },
  'no-grace': {
    step: '13.8',
    name: 'a stop waits for a client that never reads',
    question: 'A megabyte waits for a client that has stopped reading. How long does the stop take?',
  },
  'stop-needs-client': {
    step: '13.8',
    name: 'a stop without clients does not end',
    question: 'Nobody is connected. Which event ends the loop?',
  },
};
