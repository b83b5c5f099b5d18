import type { Lesson } from '../lesson.ts';

export const lesson09: Lesson = {
  id: '09',
  slug: 'reactor',
  title: 'Reactor',
  goal: 'The event loop as a small library, and servers on it that fit on a page.',
  files: [
    'byte-buffer.ts',
    'poller.ts',
    'channel.ts',
    'timers.ts',
    'loop.ts',
    'acceptor.ts',
    'connection.ts',
    'goodbye.ts',
    'tcp-server.ts',
    'resp-parser.ts',
    'resp.ts',
    'echo.ts',
    'try.ts',
  ],
  run: { server: 'echo.ts', talk: 'nc 127.0.0.1 PORT' },
  steps: [
    {
      id: '09.1',
      key: 'reactor/buffer',
      title: 'Buffer',
      file: 'byte-buffer.ts',
      hints: [
        'Two numbers say what is readable. Consuming moves the first, filling the second. Memory is moved or made only when there is no room behind the second.',
        'append: this.space(n).set(bytes), #end += n. consume: #begin += n; at the end of the readable bytes both become 0. #makeRoom: copyWithin when moving is enough, else a larger buffer.',
        'if (this.#bytes.length - this.#end >= count) return; if (moving is enough) this.#bytes.copyWithin(0, this.#begin, this.#end); else { const larger = Buffer.allocUnsafeSlow(…); this.#bytes.copy(larger, 0, this.#begin, this.#end); … } then #begin = 0, #end = length.',
      ],
    },
    {
      id: '09.2',
      key: 'reactor/poller',
      title: 'Poller',
      file: 'poller.ts',
      hints: [
        'epoll tells you a descriptor; you need the object behind it. An array with the descriptor as index is enough: descriptors are small numbers.',
        'update: EPOLL_CTL_ADD when #watched[fd] is undefined, EPOLL_CTL_MOD otherwise, with events | MODE. remove: EPOLL_CTL_DEL and undefined. poll: #wait, then handle(events) of each.',
        'for (const { fd, events } of ready) this.#watched[fd]?.handle(events); return ready.length;',
      ],
    },
    {
      id: '09.3',
      key: 'reactor/channel',
      title: 'Channel',
      file: 'channel.ts',
      hints: [
        'An error or a hang-up is not a third kind of event to handle: read what is there, and the read itself tells the rest.',
        '#want: the same mask again costs a system call for nothing. handle: anything but EPOLLOUT means onReadable; then EPOLLOUT, if the channel is still watched and writing.',
        'if ((events & ~EPOLLOUT) !== 0) { if (this.reading || !this.writing) this.onReadable(); else this.onWritable(); } if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();',
      ],
    },
    {
      id: '09.4',
      key: 'reactor/loop',
      title: 'EventLoop and its timers',
      file: 'loop.ts',
      hints: [
        'Poll, call, do what was put off, again. Who puts something off from outside, a signal handler, must also wake the loop, which may be asleep for ever.',
        'run: while (!#quitting) poll(tasks wait ? 0 : -1), #runTasks. #wake: eventfdWrite(#wakeFd). expire: timerfdRead first, then all that is due, then #arm.',
        '#runTasks: const tasks = this.#tasks; this.#tasks = []; for (const task of tasks) task();',
      ],
    },
    {
      id: '09.5',
      key: 'reactor/acceptor',
      title: 'Acceptor',
      file: 'acceptor.ts',
      hints: [
        'A connection that you cannot accept keeps the listener readable. Neither die of it nor look at it again and again.',
        'accept4 with SOCK_NONBLOCK | SOCK_CLOEXEC until null. #pause: #full = true, #channel.read(false), #loop.runAfter(RETRY_MS, () => this.resume()).',
        "if (['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(error.code)) { this.#pause(error.code); return; }",
      ],
    },
    {
      id: '09.6',
      key: 'reactor/connection',
      title: 'Connection',
      file: 'connection.ts',
      hints: [
        'Two buffers and three rules: write interest only while something is pending; read no more while too much is; and an end is in good order when everything has gone out.',
        'send: write at once when nothing is pending, append the rest, #balance. #flush: write #output.bytes, consume what was taken, until null. #end: #ended, read(false), finish().',
        '#balance: this.#channel.write(length > 0); if (!this.#ended) this.#channel.read(length < HIGH_WATER && !this.#finishing); if (length === 0 && this.#finishing) this.#sayGoodbye();',
      ],
    },
    {
      id: '09.7',
      key: 'reactor/server',
      title: 'TcpServer',
      file: 'tcp-server.ts',
      hints: [
        'Whoever keeps connections must forget them in one place only: when they close, for whatever reason.',
        '#connected: new Connection, connections.add, onClose: delete, #acceptor.resume(), #stopped(). stop: #acceptor.close(), finish() for each, #stopped().',
        '#closeIdle: for (const connection of this.connections) if (connection.lastActive <= performance.now() - idle) { log(…); connection.close(); }',
      ],
    },
    {
      id: '09.8',
      key: 'reactor/resp',
      title: 'a RESP server',
      file: 'resp-parser.ts',
      hints: [
        'A request is a number of strings, each behind its length. As long as a piece of it is missing, the answer is "not yet", and nothing is consumed.',
        'const count = this.#number(bytes, at + 1); then for each argument: `$` at this.#at, this.#number behind it, begins[i] = this.#at, ends[i] = this.#at + length, CRLF, this.#at behind that. -1 wherever bytes are missing.',
        'resp.ts: GET: values.get(text(bytes, 1)) ?? NIL. SET: values.set(text(bytes, 1), Buffer.from(bytes.subarray(request.lastHeader, next))).',
      ],
    },
  ],
  mistakes: {
    'L09-B01': {
      slug: 'one-request',
      name: 'a read is taken for a request',
      question: 'A read brought a request and a half. What becomes of the half, and of a second one?',
    },
    'L09-B02': {
      slug: 'always-writable',
      name: 'EPOLLOUT stays on',
      question: 'Nothing is pending. Is the socket writable, and how often do you want to hear it?',
    },
    'L09-B03': {
      slug: 'end-destroys',
      name: 'the half-close of the client throws its answers away',
      question: 'The client has no more to say. Has it got everything that it asked for?',
    },
    'L09-B06': {
      slug: 'never-writable',
      name: 'what does not fit is never sent',
      question: 'The kernel took a part. Who tells you that there is room for the rest?',
    },
    'L09-B07': {
      slug: 'emfile',
      name: 'no descriptors left: the server spins, ends or stays deaf',
      question:
        'A connection waits, and accept4 says EMFILE. What does epoll say next time, and who looks again later?',
    },
    'L09-B08': {
      slug: 'callback-kills',
      name: 'an error of one connection ends the server',
      question: 'read throws ECONNRESET in a callback. Where does it go from there?',
    },
    'L09-B09': {
      slug: 'not-closed',
      name: 'connections that are over are kept',
      question: 'The client has gone. Who removes it from the loop, closes the descriptor, forgets the object?',
    },
    'L09-B10': {
      slug: 'idle-wrong',
      name: 'the idle time does not follow the traffic',
      question: 'When has this client last said something, and who notes that?',
    },
    'L09-B11': {
      slug: 'timer-unread',
      name: 'the timerfd is not read, or not set again',
      question: 'A timer has expired and nobody reads its descriptor. What does epoll say, until when?',
    },
    'L09-B12': {
      slug: 'no-high-water',
      name: 'the output grows without a bound',
      question: 'The client sends and does not read. Where are the answers, and how much memory is that?',
    },
    'L09-B13': {
      slug: 'buffer-order',
      name: 'the buffer moves bytes to the wrong place',
      question: 'After moving to the front: where do the readable bytes begin, and where do they end?',
    },
    'L09-B14': {
      slug: 'never-moves',
      name: 'the buffer grows though there is room in front',
      question: 'Most of the memory in front of #begin is free. Why take more?',
    },
    'L09-B15': {
      slug: 'keeps-all',
      name: 'the memory of the largest moment is kept for ever',
      question: 'Once there was a megabyte in it. What does an idle connection cost from then on?',
    },
    'L09-B16': {
      slug: 'not-removed',
      name: 'a descriptor stays in the list',
      question: 'At the end of its stream a descriptor is readable for ever. Who takes it out?',
    },
    'L09-B17': {
      slug: 'task-order',
      name: 'queued tasks run too early',
      question: 'queueInLoop is for later. What may not be done in the middle of a callback?',
    },
    'L09-B18': {
      slug: 'no-wake',
      name: 'nobody wakes the loop',
      question: 'The loop sleeps in epoll_wait, and a task is queued. Which descriptor becomes readable?',
    },
    'L09-B19': {
      slug: 'timers-once',
      name: 'timers that do not come again, or in another order',
      question: 'The first of three timers has expired. When will the timerfd be readable next?',
    },
    'L09-B20': {
      slug: 'overtakes',
      name: 'later bytes overtake those that are pending',
      question: 'Something is pending, and there is room in the socket again. May the next send write at once?',
    },
    'L09-B21': {
      slug: 'hard-stop',
      name: 'a stop that drops what is pending, or never ends',
      question: 'SIGTERM comes, and a client has not read everything. What do you owe it, and how long?',
    },
    'L09-B22': {
      slug: 'value-view',
      name: 'the value is a view of the buffer, not a copy',
      question:
        'The bytes of the request stand in a buffer that is used again. What is your value after the next read?',
    },
    'L09-B23': {
      slug: 'no-bounds',
      name: 'no number in a request is too large',
      question: 'A client announces a million arguments. How long do you wait for them, and where will they be?',
    },
    'L09-B24': {
      slug: 'wake-by-luck',
      name: 'the loop wakes up by luck',
      question: 'The signal itself ended the wait this time. What ends it when another thread queues a task?',
    },
    'L09-B25': {
      slug: 'repeated-mask',
      name: 'epoll_ctl for a mask that has not changed',
      question: 'The channel wanted to read, and still wants to. What is there to tell the kernel?',
    },
    'L09-B26': {
      slug: 'no-budget',
      name: 'one client keeps the loop to itself',
      question: 'It sends as fast as you read. When is it the turn of the next one in the list?',
    },
  },
};
