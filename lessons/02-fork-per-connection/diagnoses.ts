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
  'ignored-signal': {
    step: '02.2',
    name: 'SIGCHLD is ignored, so that nobody hears how the children ended',
    question:
      'With SIG_IGN the kernel reaps by itself and keeps no status. Which call tells the parent how a child ended, and when is it called?',
  },
  'unlogged-end': {
    step: '02.2',
    name: 'the log does not tell how each child ended',
    question: 'waitpid returns the pid and the status of one child. Which line of the log shows them, and how often?',
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
  'one-process': {
    name: 'one process serves all clients',
    question: 'One process per connection: which call makes the process, and which one holds the connection then?',
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
  'bug-swallowed': {
    step: '02.4',
    name: 'errors that are bugs are swallowed in the child',
    question:
      'A client that has gone is no reason to complain. A misspelt name in echo is one. Which class do the errors of system calls have, and what becomes of all others?',
  },
  'bug-in-wait': {
    step: '02.3',
    name: 'the last wait swallows every error',
    question: 'Two errors of waitpid are expected here. What becomes of all others?',
  },
  'chat-bug-swallowed': {
    step: '02.6',
    name: 'errors that are bugs are swallowed in the chat',
    question: 'Two errors of read end the conversation in good order. What becomes of all others?',
  },
  'fatal-reset': {
    step: '02.6',
    name: 'a peer that resets is taken for a failure of the chat',
    question: 'What does read throw when the peer resets, and how does the conversation end then?',
  },
  'late-reap': {
    step: '02.6',
    name: 'a writer that ended before the handler was installed stays as a zombie',
    question:
      'A SIGCHLD that comes before there is a handler is lost. Which line finds a writer that has ended by then?',
  },
  'unguarded-fork': {
    step: '02.6',
    name: 'a signal right after fork ends the parent alone',
    question:
      'SIGTERM comes between fork and sigaction. What is its default action, and who ends the writer then? How can the signal be made to wait?',
  },
  'reaped-twice': {
    step: '02.6',
    name: 'the SIGCHLD handler reaps the writer before endWriter does',
    question: 'endWriter waits for one pid. Which handler may run before, and what does waitpid throw then?',
  },
  'fatal-interrupt': {
    step: '02.6',
    name: 'a second signal interrupts the wait for the writer',
    question:
      'The handlers of SIGTERM and SIGINT are still installed in endWriter. What does waitpid throw when one runs?',
  },
};
