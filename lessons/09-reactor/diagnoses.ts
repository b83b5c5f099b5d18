import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'one-request': {
    name: 'a read is taken for a request',
    question: 'A read brought a request and a half. What becomes of the half, and of a second one?',
  },
  'always-writable': {
    step: '09.6',
    name: 'EPOLLOUT stays on',
    question: 'Nothing is pending. Is the socket writable, and how often do you want to hear it?',
  },
  'end-destroys': {
    step: '09.6',
    name: 'the half-close of the client throws its answers away',
    question: 'The client has no more to say. Has it got everything that it asked for?',
  },
  'never-writable': {
    step: '09.6',
    name: 'what does not fit is never sent',
    question: 'The kernel took a part. Who tells you that there is room for the rest?',
  },
  emfile: {
    step: '09.5',
    name: 'no descriptors left: the server spins, ends or stays deaf',
    question: 'A connection waits, and accept4 says EMFILE. What does epoll say next time, and who looks again later?',
  },
  'callback-kills': {
    step: '09.6',
    name: 'an error of one connection ends the server',
    question: 'read throws ECONNRESET in a callback. Where does it go from there?',
  },
  'not-closed': {
    name: 'connections that are over are kept',
    question: 'The client has gone. Who removes it from the loop, closes the descriptor, forgets the object?',
  },
  'idle-wrong': {
    step: '09.6',
    name: 'the idle time does not follow the traffic',
    question: 'When has this client last said something, and who notes that?',
  },
  'timer-unread': {
    step: '09.4',
    name: 'the timerfd is not read, or not set again',
    question: 'A timer has expired and nobody reads its descriptor. What does epoll say, until when?',
  },
  'no-high-water': {
    step: '09.6',
    name: 'the output grows without a bound',
    question: 'The client sends and does not read. Where are the answers, and how much memory is that?',
  },
  'buffer-order': {
    step: '09.1',
    name: 'the buffer moves bytes to the wrong place',
    question: 'After moving to the front: where do the readable bytes begin, and where do they end?',
  },
  'never-moves': {
    step: '09.1',
    name: 'the buffer grows though there is room in front',
    question: 'Most of the memory in front of #begin is free. Why take more?',
  },
  'keeps-all': {
    step: '09.1',
    name: 'the memory of the largest moment is kept for ever',
    question: 'Once there was a megabyte in it. What does an idle connection cost from then on?',
  },
  'not-removed': {
    step: '09.2',
    name: 'a descriptor stays in the list',
    question: 'At the end of its stream a descriptor is readable for ever. Who takes it out?',
  },
  'task-order': {
    step: '09.4',
    name: 'queued tasks run too early',
    question: 'queueInLoop is for later. What may not be done in the middle of a callback?',
  },
  'no-wake': {
    step: '09.4',
    name: 'nobody wakes the loop',
    question: 'The loop sleeps in epoll_wait, and a task is queued. Which descriptor becomes readable?',
  },
  'timers-once': {
    step: '09.4',
    name: 'timers that do not come again, or in another order',
    question: 'The first of three timers has expired. When will the timerfd be readable next?',
  },
  overtakes: {
    step: '09.6',
    name: 'later bytes overtake those that are pending',
    question: 'Something is pending, and there is room in the socket again. May the next send write at once?',
  },
  'hard-stop': {
    step: '09.7',
    name: 'a stop that drops what is pending, or never ends',
    question: 'SIGTERM comes, and a client has not read everything. What do you owe it, and how long?',
  },
  'value-view': {
    step: '09.8',
    name: 'the value is a view of the buffer, not a copy',
    question: 'The bytes of the request stand in a buffer that is used again. What is your value after the next read?',
  },
  'no-bounds': {
    step: '09.8',
    name: 'no number in a request is too large',
    question: 'A client announces a million arguments. How long do you wait for them, and where will they be?',
  },
  'wake-by-luck': {
    step: '09.4',
    name: 'the loop wakes up by luck',
    question:
      'The signal itself ended the wait this time. What ends it when another thread queues a task, or when, in C, the signal has come a moment before the wait?',
  },
  'repeated-mask': {
    step: '09.3',
    name: 'epoll_ctl for a mask that has not changed',
    question: 'The channel wanted to read, and still wants to. What is there to tell the kernel?',
  },
  'no-budget': {
    step: '09.6',
    name: 'one client keeps the loop to itself',
    question: 'It sends as fast as you read. When is it the turn of the next one in the list?',
  },
};
