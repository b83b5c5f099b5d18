import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'one-request': {
    name: 'a read is taken for a request',
    question: 'A read brought a request and a half. What happens to the half, and to a second request?',
  },
  'always-writable': {
    step: '09.6',
    name: 'EPOLLOUT stays on',
    question: 'No bytes are pending. Is the socket writable, and how often does epoll_wait report that?',
  },
  'end-destroys': {
    step: '09.6',
    name: 'the half-close of the client discards its answers',
    question: 'The client has no more requests. Has it received all its answers?',
  },
  'reads-on': {
    step: '09.6',
    name: 'the end of the stream is reported again and again',
    question:
      'The client has ended, and answers are still pending. Is the socket readable, and how often does epoll_wait report that?',
  },
  'never-writable': {
    step: '09.6',
    name: 'bytes that do not fit are never sent',
    question: 'The kernel took a part. Which event reports that there is room for the rest?',
  },
  emfile: {
    step: '09.5',
    name: 'no descriptors left: the server spins, ends or never accepts again',
    question:
      'A connection waits, and accept4 fails with EMFILE. What does epoll_wait report next, and what makes the server try again?',
  },
  'callback-kills': {
    step: '09.6',
    name: 'an error of one connection ends the server',
    question: 'recv throws ECONNRESET in a callback. Where does the error go from there?',
  },
  'not-closed': {
    name: 'connections that have ended are kept',
    question: 'The client has gone. Where is its connection removed from the loop, closed and deleted?',
  },
  'idle-wrong': {
    step: '09.6',
    name: 'the idle time does not follow the traffic',
    question: 'When did this client send its last bytes, and where is that time recorded?',
  },
  'timer-unread': {
    step: '09.4',
    name: 'the timerfd is not read, or not set again',
    question: 'A timer has expired and its descriptor is not read. What does epoll_wait report, and until when?',
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
    name: 'the memory of the largest burst is kept for ever',
    question: 'The buffer held a megabyte once. What does an idle connection cost from then on?',
  },
  'not-removed': {
    step: '09.2',
    name: 'a descriptor stays in the interest list',
    question: 'At the end of its stream a descriptor is readable for ever. Where is it taken out of the list?',
  },
  'task-order': {
    step: '09.4',
    name: 'queued tasks run too early',
    question: 'queueInLoop is for later. Which work must not run in the middle of a callback?',
  },
  'no-wake': {
    step: '09.4',
    name: 'a queued task does not wake the loop',
    question: 'The loop sleeps in epoll_wait, and a task is queued. Which descriptor becomes readable?',
  },
  'quit-lost': {
    step: '09.4',
    name: 'a quit before run is lost',
    question: 'quit was called before run. Which value does #quitting have when the loop looks at it?',
  },
  'tasks-lost': {
    step: '09.4',
    name: 'tasks that were queued at the end are lost',
    question: 'quit is called, and tasks are queued. Who runs them when the loop has ended?',
  },
  'timers-once': {
    step: '09.4',
    name: 'timers do not repeat, or expire in another order',
    question: 'The first of three timers has expired. When will the timerfd be readable next?',
  },
  'timer-early': {
    step: '09.4',
    name: 'a timer runs before it is due',
    question: 'The timerfd is readable because of one timer. Which of the others may run now?',
  },
  overtakes: {
    step: '09.6',
    name: 'later bytes overtake pending ones',
    question: 'Bytes are pending, and there is room in the socket again. May the next send write at once?',
  },
  'hard-stop': {
    step: '09.7',
    name: 'a stop drops pending bytes, or never ends',
    question:
      'SIGTERM comes, and a client has not read everything. Which bytes must it still get, and how long do you wait?',
  },
  'value-view': {
    step: '09.8',
    name: 'the value is a view of the buffer, not a copy',
    question: 'The bytes of the request are in a buffer that is used again. What is your value after the next read?',
  },
  'no-bounds': {
    step: '09.8',
    name: 'requests have no size limit',
    question: 'A client announces a million arguments. How long do you wait for them, and where do you keep them?',
  },
  'wake-by-luck': {
    step: '09.4',
    name: 'the loop wakes up by luck',
    question:
      'The signal itself ended the wait this time. What ends it when another thread queues a task, or when, in C, the signal has come a moment before the wait?',
  },
  'repeated-mask': {
    step: '09.3',
    name: 'epoll_ctl for an unchanged mask',
    question: 'The channel wanted to read, and still wants to. What is there to tell the kernel?',
  },
  'no-budget': {
    step: '09.6',
    name: 'one client keeps the loop to itself',
    question: 'It sends as fast as you read. When does the next descriptor have its turn?',
  },
  'stale-event': {
    step: '09.2',
    name: 'an event for a channel that has been removed',
    question:
      'epoll_wait has reported two descriptors, and the first callback removed the second channel. Where do you look it up, and when?',
  },
  'mask-ignored': {
    step: '09.3',
    name: 'a callback is called that the mask does not ask for',
    question:
      'The first callback has changed the mask. Which callback may still be called for this event, and which gets a hang-up?',
  },
  'same-round': {
    step: '09.4',
    name: 'what a task queues runs in the same round',
    question: 'A task queues itself, again and again. When do the events have their turn?',
  },
  'wakeups-wrong': {
    step: '09.4',
    name: 'wakeups counts other polls',
    question: 'A signal ended the wait, and no descriptor was ready. Did this poll report events?',
  },
  'due-together': {
    step: '09.4',
    name: 'a timer that was cancelled runs all the same',
    question:
      'A task cancels its own timer, or another one that is due. Where are these timers at that moment: in the heap, or in a list of your own?',
  },
  'fatal-abort': {
    step: '09.5',
    name: 'a connection that has gone ends the server',
    question: 'ECONNABORTED: the client has gone while it waited. What does that say about the next one?',
  },
  'every-error': {
    step: '09.5',
    name: 'every error of accept is taken for a temporary one',
    question: 'Which errors of accept4 end by themselves? And what does a server do with ENOTSOCK, again and again?',
  },
  unguarded: {
    step: '09.6',
    name: 'the next turn of a flood is not guarded',
    question: 'The callback throws in a task that you have queued. Which try takes the error there?',
  },
  'no-grace': {
    step: '09.7',
    name: 'a client that does not read holds a stop for ever',
    question: 'The bytes of this client are pending, and it does not read. When does the server exit?',
  },
  'bounds-moved': {
    step: '09.8',
    name: 'a limit is off by one, or an empty request is not understood',
    question:
      'A bulk string of exactly MAX_BULK bytes, exactly MAX_ARGUMENTS arguments, and none at all: which of them are allowed?',
  },
};
