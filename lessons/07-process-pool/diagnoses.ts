import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: name, question, and the step in which each is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'fd-number': {
    step: '07.2',
    name: 'the descriptor number is sent, not the descriptor',
    question: 'Descriptor 21 is row 21 of your own table. What is in row 21 of the worker?',
  },
  'no-data': {
    step: '07.2',
    name: 'control data without a byte of data',
    question: 'A stream message without a byte of data: what is there for the receiver to receive?',
  },
  'no-room': {
    step: '07.2',
    name: 'no room for control data',
    question: 'Where does recvmsg put a descriptor when you give it no room, and what closes the descriptor then?',
  },
  'parent-copy': {
    step: '07.4',
    name: 'the parent keeps its copy of the connection',
    question:
      'The worker has closed the connection. How many copies of the descriptor are left, and does the client see the end?',
  },
  'still-watched': {
    step: '07.4',
    name: 'a connection that was passed on stays in the interest list',
    question: 'epoll watches the open file, not your descriptor. Which other process has that file open?',
  },
  unburied: {
    step: '07.5',
    name: 'a dead worker is not reaped, or its channel stays open',
    question:
      'The other end of the channel is closed. What does read return, how often, and what does epoll_wait report then?',
  },
  siblings: {
    step: '07.1',
    name: "a worker holds ends of other workers' channels",
    question: 'How many copies of that end are there after three forks, and when does a channel end?',
  },
  'never-busy': {
    name: 'busy workers are not recorded',
    question: 'Which worker has nothing to do, and how do you know?',
  },
  spin: {
    step: '07.4',
    name: 'no worker is idle: the parent spins or drops the connection',
    question: 'A connection waits and no worker can take it. What will epoll_wait report next, and when?',
  },
  'one-client': {
    step: '07.3',
    name: 'the worker ends with its client',
    question: 'What must the worker do when this client has gone?',
  },
  'killed-transfer': {
    step: '07.6',
    name: 'SIGTERM breaks off a transfer, or leaves workers behind',
    question: 'A transfer is under way. How does the worker learn that it must exit, and when does it read that?',
  },
  'handler-exits': {
    step: '07.6',
    name: 'the handler leaves no note: it ends the parent, or does nothing',
    question: 'A signal came while the loop slept. Where does the loop find it when it looks?',
  },
  'both-ends': {
    step: '07.1',
    name: "the parent keeps the worker's end",
    question:
      'The worker died before it received. Which process still has an end of its channel, with the connection in it?',
  },
  'control-layout': {
    step: '07.2',
    name: 'the control data is laid out wrong',
    question: 'How wide is cmsg_len on this machine, and where do the level and the type stand?',
  },
  'listener-inherited': {
    step: '07.1',
    name: 'a worker holds the listener',
    question: 'The parent closes the listener. Why does the port still answer?',
  },
  'channel-end': {
    step: '07.2',
    name: 'the worker does not see the end of its channel',
    question: 'recvmsg brought 0 bytes. Will there ever be more?',
  },
  unclosed: {
    step: '07.3',
    name: 'the worker does not close the connection',
    question: 'The client has no more requests. What tells the client that the server has no more answers?',
  },
  'no-report': {
    step: '07.3',
    name: 'the worker does not report',
    question: 'How does the parent learn that the worker is free again?',
  },
  'last-first': {
    step: '07.4',
    name: 'the last client to connect is served first',
    question: 'Where do connections wait, and in which order do they leave?',
  },
  'given-to-the-dead': {
    step: '07.5',
    name: 'a connection is passed to a dead worker and lost',
    question: 'sendmsg threw EPIPE, and the worker is dead. What happens to the connection that you still hold?',
  },
  'note-unread': {
    step: '07.6',
    name: 'the self-pipe is not read',
    question: 'A byte lies in the pipe. What does epoll_wait report until the loop reads it?',
  },
  'report-first': {
    step: '07.3',
    name: 'the worker reports before it closes the connection',
    question: 'The parent reads "free" and passes the next connection. How many does the worker hold at that moment?',
  },
  'no-patience': {
    step: '07.3',
    name: 'a client can hold its worker for ever',
    question: 'The client sends nothing. In which call does the worker sleep, and what ends that call?',
  },
  'handler-works': {
    step: '07.6',
    name: 'the handler does the work of the loop',
    question: 'The handler ran while the loop was adding a worker to its table. In which state does it find the table?',
  },
  'one-note': {
    step: '07.6',
    name: 'only one byte of several is read from the pipe',
    question: 'SIGTERM and SIGINT came together. How many bytes are in the pipe, and which of them have you read?',
  },
  'fork-fatal': {
    step: '07.5',
    name: 'a failed fork ends the pool, or the pool stays short',
    question: 'fork fails with EAGAIN. Which workers serve the clients meanwhile, and when do you try again?',
  },
  'respawn-loop': {
    step: '07.5',
    name: 'workers that die at their start are replaced without a pause',
    question: 'The new worker dies of the same cause as the last one. How many forks does that make in a second?',
  },
  'channel-leaked': {
    step: '07.1',
    name: 'a failed fork leaves a channel open',
    question: 'The pair of sockets was made before fork failed. Where are both ends closed now?',
  },
  'own-signals': {
    step: '07.1',
    name: "a worker handles the parent's signals",
    question: 'SIGTERM goes to all processes of the group. Which process decides when each of them ends?',
  },
  'deaf-to-sigint': {
    step: '07.6',
    name: 'SIGINT does not end the workers',
    question:
      'The workers are in the middle of transfers, and the user wants the pool to end now. What ends the workers?',
  },
  'asks-on': {
    step: '07.3',
    name: 'a client that goes on asking holds a pool that is told to exit',
    question: 'The worker has answered, and the next request is there already. When does it read what its parent sent?',
  },
  'limit-is-exit': {
    step: '07.3',
    name: 'a connection without its descriptor is taken for the order to exit',
    question:
      'The byte CONNECTION has come, and no descriptor with it. What did the parent say, and what does it wait for?',
  },
  'second-kept': {
    step: '07.2',
    name: 'a second descriptor of a message is kept',
    question: 'The padding of the control data has room for a second descriptor. Which process closes it?',
  },
  'no-exit': {
    step: '07.1',
    name: 'the worker does not end with _exit',
    question:
      'work has returned in the worker. Which code does the worker run next, and which process is that code for?',
  },
  'bug-swallowed': {
    step: '07.3',
    name: 'the worker swallows its own bugs',
    question: 'Which errors come from the client? And a TypeError of your own code: what becomes of it here?',
  },
  unwatched: {
    name: 'the listener is not watched again',
    question: 'A worker is idle and a client waits. Which mask does the listener have, and what sets it to EPOLLIN?',
  },
  interrupted: {
    step: '07.5',
    name: 'EINTR from waitpid ends the parent',
    question: 'A signal comes while waitpid waits. What does waitpid throw, and is the worker reaped then?',
  },
  'not-killed': {
    step: '07.5',
    name: 'waitpid waits for a worker that may still live',
    question:
      'A worker has closed its channel and goes on. How long does waitpid wait, and what does the parent do meanwhile?',
  },
  'every-error': {
    step: '07.5',
    name: 'an error that is not expected is taken for an expected one',
    question: 'The call failed for a reason that the step does not name. What do you know about the pool now?',
  },
  'open-on-exec': {
    step: '07.2',
    name: 'a received descriptor is not closed on exec',
    question: 'The worker starts another program. Which of its connections does that program hold?',
  },
  'not-replaced': {
    step: '07.5',
    name: 'a dead worker is not replaced',
    question: 'The worker has been reaped, and its entry removed. What makes the next one?',
  },
};
