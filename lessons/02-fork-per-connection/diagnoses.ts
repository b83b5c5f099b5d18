import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'no-reaping': {
    step: '02.2',
    name: 'the parent does not reap its children',
    question: 'A child that has ended stays as a zombie until its parent calls waitpid. Which line calls it, and when?',
  },
  'one-wait': {
    step: '02.2',
    name: 'one wait per signal',
    question:
      'The kernel keeps one bit per signal, not a count. What must your handler do if one signal can stand for many children?',
  },
  'blocking-reap': {
    step: '02.2',
    name: 'reaping waits for children that still run',
    question: 'One child has ended and another one still serves. What does waitpid do when it is called again?',
  },
  'fatal-eintr': {
    step: '02.3',
    name: 'EINTR ends the server',
    question: 'accept was interrupted and nothing is broken. What should the loop do next?',
  },
  'kept-copy': {
    step: '02.1',
    name: 'the parent keeps its copy of the connection',
    question:
      'A connection ends when its last descriptor is closed. How many are there after fork, and which process closes which?',
  },
  'kept-listener': {
    step: '02.1',
    name: 'the child keeps the listener',
    question: 'The parent closed its listener and the port is still open. Which other process holds the listener?',
  },
  'no-exit': {
    step: '02.1',
    name: 'the child goes on into the accept loop',
    question: 'The child has served its client. What is the next line that it runs?',
  },
  serial: {
    step: '02.1',
    name: 'clients are served one after the other',
    question: 'The parent waits until its child has ended. Which call does it not make meanwhile?',
  },
  sigpipe: {
    step: '02.4',
    name: 'SIGPIPE ends the child',
    question: 'The client has gone and you still write. Which signal does that raise, and what is its default action?',
  },
  'fatal-fork': {
    step: '02.1',
    name: 'a failed fork ends the server, or is taken for a child',
    question: 'fork can fail: EAGAIN, ENOMEM. Which connection does that concern, and which line closes it?',
  },
  'orphan-writer': {
    step: '02.6',
    name: 'one of the two chat processes is left behind',
    question: 'The conversation is over. Which process still waits in read, and which call of the other one ends it?',
  },
  'abrupt-stop': {
    step: '02.3',
    name: 'stopping cuts off conversations, or never ends',
    question:
      'SIGTERM has come while a child serves. Which clients are still served, which are refused, and when does the parent exit?',
  },
  'close-only': {
    step: '02.5',
    name: 'close alone, without shutdown, to send the FIN',
    question:
      'You closed your descriptor and the client still waits, because another process holds one. Which call sends the FIN all the same?',
  },
  'close-unread': {
    step: '02.5',
    name: 'the connection is closed with unread bytes',
    question: 'What does the kernel send when a socket is closed while bytes wait in its receive queue?',
  },
  'close-for-fin': {
    step: '02.6',
    name: 'the chat writer closes instead of shutting down',
    question: 'Your input has ended and the peer still waits for more. Which other process holds this connection?',
  },
  'zombie-writer': {
    step: '02.6',
    name: 'the chat writer stays as a zombie',
    question:
      'The writer ended before the conversation. Which signal tells the parent, and which call reaps the writer?',
  },
};
