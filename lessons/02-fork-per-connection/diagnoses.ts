import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'no-reaping': {
    step: '02.2',
    name: 'nobody reaps the children',
    question: 'A child that has ended waits for somebody to ask how. Who asks, and when?',
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
    question: 'One child has ended and another one talks on. What does waitpid do when it is asked for one more?',
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
      'A connection ends when its last descriptor is closed. How many are there after fork, and who closes which?',
  },
  'kept-listener': {
    step: '02.1',
    name: 'the child keeps the listener',
    question: 'The parent closed its listener and the port is still open. Who else holds it?',
  },
  'no-exit': {
    step: '02.1',
    name: 'the child goes on into the accept loop',
    question: 'The child has served its client. What is the next line that it runs?',
  },
  serial: {
    step: '02.1',
    name: 'clients are served one after the other',
    question: 'Who waits for the child, and what does it not do meanwhile?',
  },
  sigpipe: {
    step: '02.4',
    name: 'SIGPIPE ends the child',
    question: 'The client has gone and you still write. Which signal comes, and what is its default action?',
  },
  'fatal-fork': {
    step: '02.1',
    name: 'a failed fork ends the server, or passes for a child',
    question: 'fork can fail: EAGAIN, ENOMEM. Whose connection is affected, and who closes it?',
  },
  'orphan-writer': {
    step: '02.6',
    name: 'one of the two chat processes stays',
    question: 'The conversation is over. Which process still waits, for what, and who can tell it?',
  },
  'abrupt-stop': {
    step: '02.3',
    name: 'stopping cuts off conversations, or never ends',
    question:
      'SIGTERM has come while a child serves. Who may still talk, who may not connect any more, and when does the parent leave?',
  },
  'close-only': {
    step: '02.5',
    name: 'close is trusted to send the FIN',
    question:
      'You closed your descriptor and the client still waits. Who holds another one, and which call does not care?',
  },
  'close-unread': {
    step: '02.5',
    name: 'the connection is closed with unread bytes',
    question: 'What does the kernel send when a socket is closed while bytes wait in its receive queue?',
  },
  'close-for-fin': {
    step: '02.6',
    name: 'the chat writer closes instead of shutting down',
    question: 'Your input has ended and the peer still waits for more. Who else holds this connection?',
  },
  'zombie-writer': {
    step: '02.6',
    name: 'the chat writer stays as a zombie',
    question: 'The writer ended long before the conversation. Who was told, and who asked how?',
  },
};
