import type { Lesson } from '../lesson.ts';

export const lesson04: Lesson = {
  id: '04',
  slug: 'epoll',
  title: 'Epoll, level and edge',
  goal: 'One process for thousands of clients: two echo servers on epoll, one level-triggered and one edge-triggered, that neither lose a byte nor spin.',
  files: ['interest.ts', 'level.ts', 'edge.ts'],
  run: { server: 'level.ts', talk: 'nc 127.0.0.1 PORT' },
  steps: [
    {
      id: '04.1',
      key: 'epoll/interest',
      title: 'the interest list',
      file: 'interest.ts',
      hints: [
        'With select you hand over the whole set at each call. Here the kernel keeps it: you say once what changes. The list is a descriptor too.',
        'epollCreate1(EPOLL_CLOEXEC) makes it; epollCtl(epfd, EPOLL_CTL_ADD or EPOLL_CTL_MOD or EPOLL_CTL_DEL, fd, events) changes it. #masks knows which of the three it has to be.',
        'const before = this.#masks.get(fd); if (before === events) return; then ADD when before is undefined, MOD otherwise, and this.#masks.set(fd, events).',
      ],
    },
    {
      id: '04.2',
      key: 'epoll/level',
      title: 'the level-triggered server',
      file: 'level.ts',
      hints: [
        'epoll_wait says who is ready. Then every call has to come back at once: a server that blocks for one client stands still for all. What do accept4, read and write say when there is nothing to do?',
        'accept4(listener, SOCK_NONBLOCK | SOCK_CLOEXEC) until it says null. read: null means nothing there, 0 the end, anything else is to be sent back. And epoll_wait may end with EINTR.',
        'const n = read(client.fd, this.#buffer); if (n === null) return; if (n === 0) this.#drop(client); else this.#send(client, this.#buffer.subarray(0, n)).',
      ],
    },
    {
      id: '04.3',
      key: 'epoll/output',
      title: 'output that does not fit',
      file: 'level.ts',
      hints: [
        'A client that does not read fills its receive buffer, then your send buffer, and then write takes nothing. The bytes that you hold must not be lost, and you must not wait for room.',
        'Keep what was not taken, watch for EPOLLOUT instead of EPOLLIN, and go on when there is room. A socket is writable nearly always: watch for EPOLLOUT only while you have something, or epoll_wait never sleeps.',
        'client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY; then this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN).',
      ],
    },
    {
      id: '04.4',
      key: 'epoll/edge',
      title: 'the edge-triggered server',
      file: 'edge.ts',
      hints: [
        'An edge is told once, when something new arrives, and not again while it lies there. So after it you have to go on until the kernel says that there is no more: null.',
        'Accept until null. Read and write in turn until read says null (nothing more to read) or write says null (no room): only then will epoll tell you something new.',
        'for (reads < BUDGET) { while (pending) { taken = write; null: return; pending = pending.subarray(taken) } n = read; null: return; 0: drop, return; taken = write(…, n) ?? 0; keep a copy of the rest }, then this.#unfinished.add(client).',
      ],
    },
    {
      id: '04.5',
      key: 'epoll/hang-up',
      title: 'hang-up, error, and the last request',
      file: 'edge.ts',
      hints: [
        'EPOLLERR and EPOLLHUP come without being asked for, and beside EPOLLIN: what the client sent before it went may still lie there. Which of the two do you look at first?',
        'Read first: read says what has happened. The end is 0; a reset throws ECONNRESET, once, from read or write, and EPIPE from a write after that. All these end this client and nobody else.',
        'In the catch: if (!isSystemError(error)) throw error; log it, and this.#drop(client). In level.ts and in edge.ts.',
      ],
    },
  ],
  mistakes: {
    'L04-B01': {
      slug: 'accept-once',
      step: '04.4',
      name: 'one accept for each edge',
      question: 'Five connections have come, and epoll has told you once. Who will tell you about the other four?',
    },
    'L04-B02': {
      slug: 'read-once',
      step: '04.4',
      name: 'one read for each edge',
      question: 'You have read 4,096 bytes of 5,000. What has to happen before epoll reports this client again?',
    },
    'L04-B03': {
      slug: 'blocking',
      step: '04.4',
      name: 'a blocking descriptor in an event loop',
      question: 'You read until there is no more. On a blocking socket, what does the last read do?',
    },
    'L04-B04': {
      slug: 'again-is-end',
      step: '04.4',
      name: 'would-block is taken for the end',
      question: 'read said null. Has the client gone, or has it nothing to say just now?',
    },
    'L04-B05': {
      slug: 'always-out',
      step: '04.2',
      name: 'EPOLLOUT stays on',
      question: 'A socket has room nearly always. How long will epoll_wait sleep while you ask for EPOLLOUT?',
    },
    'L04-B06': {
      slug: 'dropped-output',
      step: '04.3',
      name: 'what does not fit is thrown away',
      question: 'write took a part of the bytes, and said how many. Where are the others?',
    },
    'L04-B07': {
      slug: 'early-stop',
      step: '04.4',
      name: 'the writer waits for an edge that does not come',
      question:
        'You have written a piece and there is still room. What would change, so that epoll has something to say?',
    },
    'L04-B08': {
      slug: 'error-ignored',
      step: '04.2',
      name: 'EPOLLERR and EPOLLHUP are passed over',
      question: 'They cannot be switched off. What does a level-triggered epoll_wait do while nobody acts on them?',
    },
    'L04-B09': {
      slug: 'hang-up-first',
      name: 'the hang-up is looked at before the data',
      question: 'EPOLLIN and EPOLLRDHUP came in one event. What lies in the receive buffer?',
    },
    'L04-B10': {
      slug: 'unbounded',
      step: '04.3',
      name: 'reading goes on while nothing can be written',
      question: 'The client sends and does not read. Where do the bytes go, and when does that end?',
    },
    'L04-B11': {
      slug: 'shared-slice',
      step: '04.3',
      name: 'a slice of the shared buffer is kept',
      question: 'The next client is read into the same buffer. What is in your slice then?',
    },
    'L04-B12': {
      slug: 'oneshot',
      step: '04.2',
      name: 'EPOLLONESHOT is not armed again',
      question: 'The descriptor is still in the list. Which bits of its mask are left after the first event?',
    },
    'L04-B13': {
      slug: 'fatal-eintr',
      step: '04.2',
      name: 'EINTR from epoll_wait ends the server',
      question: 'A signal came, and nothing is broken. What should the loop do next?',
    },
    'L04-B14': {
      slug: 'fatal-reset',
      step: '04.5',
      name: 'one client’s reset ends the server',
      question: 'read threw ECONNRESET. How many clients does that concern?',
    },
    'L04-B15': {
      slug: 'wrong-mode',
      step: '04.4',
      name: 'registered in the other mode',
      question: 'EPOLLET is one bit of the mask, the highest one. Is it set where it should be, and only there?',
    },
    'L04-B16': {
      slug: 'no-descriptors',
      name: 'no descriptors left: the server spins or ends',
      question: 'accept4 threw EMFILE and the connection still waits. What will a level-triggered epoll_wait say next?',
    },
    'L04-B18': {
      slug: 'stale-mask',
      step: '04.1',
      name: 'the list in your program is not the list in the kernel',
      question: 'A descriptor was closed, and a new one has its number. What do you still believe about that number?',
    },
    'L04-B19': {
      slug: 'read-while-pending',
      step: '04.3',
      name: 'reading goes on before everything pending is written',
      question: 'A part of what was pending is still here, and you read. Where does what you read go?',
    },
    'L04-B20': {
      slug: 'greedy',
      step: '04.4',
      name: 'one client keeps the loop to itself',
      question: 'One client sends and sends. After how many reads is it the turn of the others?',
    },
    'L04-B17': {
      slug: 'not-closed',
      step: '04.2',
      name: 'a connection that is over stays open',
      question: 'read said 0 and you went on. Who closes the descriptor?',
    },
  },
};
