/** The known mistakes of step 11.6. */
export const zeroCopy = {
  'completion-is-error': {
    step: '11.6',
    name: 'a completion is taken for an error',
    question: 'EPOLLERR says that the error queue is not empty. What does SO_ERROR say, and what is in the queue?',
  },
  'queue-unread': {
    step: '11.6',
    name: 'the error queue is not read',
    question: 'Level-triggered: how long does epoll report EPOLLERR for a completion that nobody takes?',
  },
  'one-of-a-range': {
    step: '11.6',
    name: 'a completion is taken for one send',
    question: 'An entry says info 3 and data 7. Which sends are complete?',
  },
  'reused-early': {
    step: '11.6',
    name: 'memory is changed while the kernel sends from it',
    question: 'send has returned. Has the client got the bytes, and from which memory will the kernel send them?',
  },
  'starved-spins': {
    step: '11.6',
    name: 'EPOLLOUT is asked for while all memory is the kernel’s',
    question: 'The socket has room, and you have no free memory. Which event tells that there is some?',
  },
  miscounted: {
    step: '11.6',
    name: 'sends without MSG_ZEROCOPY, or without effect, are counted',
    question: 'The kernel numbers the sends with MSG_ZEROCOPY that returned a number. Which do you count?',
  },
  'enobufs-fatal': {
    step: '11.6',
    name: 'ENOBUFS ends the connection',
    question: 'The kernel may lock only so much memory for a user (ulimit -l). How else can these bytes be sent?',
  },
  'copies-after-any': {
    step: '11.6',
    name: 'every error of send is taken for ENOBUFS',
    question: 'send has failed with EIO. Will a copy of these bytes arrive?',
  },
  'shrunk-slot-unseen': {
    step: '11.6',
    name: 'the end of a file that shrank is not seen before a send',
    question: 'pread into the slot says 0. How many bytes of the slot are of this file?',
  },
  'grown-slot': {
    step: '11.6',
    name: 'a slot is filled beyond the announced size',
    question: 'The file has grown since its size was announced. How many bytes of it belong to the answer?',
  },
  'flag-missing': {
    step: '11.6',
    name: 'the sends have no MSG_ZEROCOPY',
    question: 'SO_ZEROCOPY allows zero-copy sends. Which sends are meant?',
  },
};
