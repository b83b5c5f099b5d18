import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'accept-once': {
    step: '04.4',
    name: 'one accept for each edge',
    question: 'Five connections have come, and epoll has told you once. Who will tell you about the other four?',
  },
  'read-once': {
    step: '04.4',
    name: 'one read for each edge',
    question: 'You have read 4,096 bytes of 5,000. What has to happen before epoll reports this client again?',
  },
  blocking: {
    step: '04.4',
    name: 'a blocking descriptor in an event loop',
    question: 'You read until there is no more. On a blocking socket, what does the last read do?',
  },
  'again-is-end': {
    step: '04.4',
    name: 'would-block is taken for the end',
    question: 'read said null. Has the client gone, or has it nothing to say just now?',
  },
  'always-out': {
    step: '04.2',
    name: 'EPOLLOUT stays on',
    question: 'A socket has room nearly always. How long will epoll_wait sleep while you ask for EPOLLOUT?',
  },
  'dropped-output': {
    step: '04.3',
    name: 'what does not fit is thrown away',
    question: 'write took a part of the bytes, and said how many. Where are the others?',
  },
  'early-stop': {
    step: '04.4',
    name: 'the writer waits for an edge that does not come',
    question:
      'You have written a piece and there is still room. What would change, so that epoll has something to say?',
  },
  'error-ignored': {
    step: '04.2',
    name: 'EPOLLERR and EPOLLHUP are passed over',
    question: 'They cannot be switched off. What does a level-triggered epoll_wait do while nobody acts on them?',
  },
  'hang-up-first': {
    name: 'the hang-up is looked at before the data',
    question: 'EPOLLIN and EPOLLRDHUP came in one event. What lies in the receive buffer?',
  },
  unbounded: {
    step: '04.3',
    name: 'reading goes on while nothing can be written',
    question: 'The client sends and does not read. Where do the bytes go, and when does that end?',
  },
  'shared-slice': {
    step: '04.3',
    name: 'a slice of the shared buffer is kept',
    question: 'The next client is read into the same buffer. What is in your slice then?',
  },
  oneshot: {
    step: '04.2',
    name: 'EPOLLONESHOT is not armed again',
    question: 'The descriptor is still in the list. Which bits of its mask are left after the first event?',
  },
  'fatal-eintr': {
    step: '04.2',
    name: 'EINTR from epoll_wait ends the server',
    question: 'A signal came, and nothing is broken. What should the loop do next?',
  },
  'fatal-reset': {
    step: '04.5',
    name: 'one client’s reset ends the server',
    question: 'read threw ECONNRESET. How many clients does that concern?',
  },
  'wrong-mode': {
    step: '04.4',
    name: 'registered in the other mode',
    question: 'EPOLLET is one bit of the mask, the highest one. Is it set where it should be, and only there?',
  },
  'no-descriptors': {
    name: 'no descriptors left: the server spins or ends',
    question: 'accept4 threw EMFILE and the connection still waits. What will a level-triggered epoll_wait say next?',
  },
  'stale-mask': {
    step: '04.1',
    name: 'the list in your program is not the list in the kernel',
    question: 'A descriptor was closed, and a new one has its number. What do you still believe about that number?',
  },
  'read-while-pending': {
    step: '04.3',
    name: 'reading goes on before everything pending is written',
    question: 'A part of what was pending is still here, and you read. Where does what you read go?',
  },
  greedy: {
    step: '04.4',
    name: 'one client keeps the loop to itself',
    question: 'One client sends and sends. After how many reads is it the turn of the others?',
  },
  'not-closed': {
    step: '04.2',
    name: 'a connection that is over stays open',
    question: 'read said 0 and you went on. Who closes the descriptor?',
  },
};
