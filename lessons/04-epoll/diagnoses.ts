import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, a question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'accept-once': {
    step: '04.4',
    name: 'one accept for each edge',
    question:
      'Five connections have come, and epoll has reported the listener once. When will it report the other four?',
  },
  'read-once': {
    step: '04.4',
    name: 'one read for each edge',
    question: 'You have read 4,096 bytes of 5,000. What has to happen before epoll reports this client again?',
  },
  blocking: {
    step: '04.4',
    name: 'a blocking descriptor in an event loop',
    question: 'You read until no bytes are left. What does the last read do on a blocking socket?',
  },
  'again-is-end': {
    step: '04.4',
    name: 'would-block is taken for the end of the stream',
    question: 'read returned null. Has the client gone, or has it sent nothing just now?',
  },
  'always-out': {
    step: '04.2',
    name: 'EPOLLOUT stays on',
    question: 'A socket has room nearly always. How long will epoll_wait sleep while you ask for EPOLLOUT?',
  },
  'dropped-output': {
    step: '04.3',
    name: 'the rest of a short write is thrown away',
    question: 'write returned fewer bytes than you gave it. Where are the others now?',
  },
  'early-stop': {
    step: '04.4',
    name: 'the writer waits for an edge that does not come',
    question: 'You wrote a part, and the socket still has room. Which change would epoll report next?',
  },
  'error-ignored': {
    step: '04.2',
    name: 'EPOLLERR and EPOLLHUP are ignored',
    question:
      'EPOLLERR and EPOLLHUP cannot be switched off. What does a level-triggered epoll_wait do until you read and close?',
  },
  'hang-up-first': {
    name: 'the hang-up is handled before the data',
    question: 'EPOLLIN and EPOLLRDHUP came in one event. What is in the receive buffer?',
  },
  unbounded: {
    step: '04.3',
    name: 'the server reads on while it cannot write',
    question: 'The client sends and does not read. Where are its bytes kept, and what limits them?',
  },
  'shared-slice': {
    step: '04.3',
    name: 'a slice of the shared buffer is kept',
    question: 'The bytes of the next client are read into the same buffer. What is in your slice then?',
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
    name: 'the reset of one client ends the server',
    question: 'read threw ECONNRESET. How many clients are affected?',
  },
  'wrong-mode': {
    step: '04.4',
    name: 'registered in the other mode',
    question: 'EPOLLET is one bit of the mask, the highest one. Is it set where it should be, and only there?',
  },
  'no-descriptors': {
    name: 'no descriptors left: the server spins or ends',
    question:
      'accept4 threw EMFILE, and the connection is still in the queue. What does a level-triggered epoll_wait do next?',
  },
  'stale-mask': {
    step: '04.1',
    name: '#masks is not the same as the list in the kernel',
    question:
      'A descriptor was closed, and a new connection has its number. What does #masks still say about that number?',
  },
  'read-while-pending': {
    step: '04.3',
    name: 'the server reads on before all pending bytes are written',
    question: 'Some pending bytes are not written yet, and you read more. Where do you keep the new bytes?',
  },
  greedy: {
    step: '04.4',
    name: 'a busy client keeps the loop to itself',
    question: 'One client sends without a pause. After how many reads do the others have their turn?',
  },
  'not-closed': {
    step: '04.2',
    name: 'a finished connection stays open',
    question: 'read returned 0. Where is the descriptor closed?',
  },
  'fatal-abort': {
    name: 'a connection that failed in the queue ends the server',
    question: 'accept4 threw ECONNABORTED. Which connection is affected, and which ones wait behind it?',
  },
  'every-error': {
    name: 'every error is taken for the expected one',
    question: 'The call has failed, and with none of the errors that you know. Will it succeed when you try again?',
  },
  'bug-swallowed': {
    step: '04.5',
    name: 'an error that is a bug is taken for a broken connection',
    question: 'The error is no SystemError. Is it this client that is broken, or your program?',
  },
  'needless-calls': {
    step: '04.1',
    name: 'epoll_ctl for a mask that is set already',
    question:
      'The mask of this descriptor has not changed. Which part of #masks tells you, and what does the call cost?',
  },
  'not-removed': {
    step: '04.1',
    name: 'the kernel is left to remove the descriptor',
    question: 'close removes a descriptor from the list with the last copy of it. Do you know that yours is the last?',
  },
  'hang-up-spins': {
    name: 'EPOLLRDHUP stays on beside pending bytes',
    question:
      'A client has ended its direction and does not read. How often does a level-triggered epoll_wait report the EPOLLRDHUP?',
  },
  'node-loop': {
    name: 'the event loop of Node in place of your own',
    question: 'The listener is watched, and by whom? Which of your calls has put it into the list?',
  },
};
