import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'fd-number': {
    step: '07.2',
    name: 'the number is sent, not the descriptor',
    question: 'Descriptor 21 is a row of your table. What is row 21 of the worker?',
  },
  'no-data': {
    step: '07.2',
    name: 'control data without a byte of data',
    question: 'A stream that carries no byte: what is there for the receiver to receive?',
  },
  'no-room': {
    step: '07.2',
    name: 'no room for control data',
    question: 'Where does recvmsg put a descriptor when you gave it no room, and who closes it then?',
  },
  'parent-copy': {
    step: '07.4',
    name: 'the parent keeps its copy of the connection',
    question:
      'The worker has closed the connection. How many copies of the descriptor are left, and does the client hear of it?',
  },
  'still-watched': {
    step: '07.4',
    name: 'a connection that was passed on is still in the interest list',
    question: 'epoll watches the open file, not your descriptor. Who else has that file open?',
  },
  unburied: {
    step: '07.5',
    name: 'a dead worker is not buried',
    question: 'The other end of the channel is gone. What does read say, how often, and what does epoll make of that?',
  },
  siblings: {
    step: '07.1',
    name: 'a worker holds ends of channels that are not its own',
    question: 'How many copies of that end are there after three forks, and when is a channel over?',
  },
  'never-busy': {
    name: 'who is busy is not kept',
    question: 'Which worker has nothing to do, and how do you know?',
  },
  spin: {
    step: '07.4',
    name: 'nobody is idle: the parent spins or drops the connection',
    question: 'A connection waits and you cannot take it. What will epoll tell you next, and when?',
  },
  'one-client': {
    step: '07.3',
    name: 'the worker ends with its client',
    question: 'What is the worker to do when this client has gone?',
  },
  'killed-transfer': {
    step: '07.6',
    name: 'SIGTERM breaks off a transfer, or leaves workers behind',
    question: 'Somebody is in the middle of a file. Who tells the worker to exit, and when will it read that?',
  },
  'handler-exits': {
    step: '07.6',
    name: 'the handler leaves no note: it ends the parent, or does nothing',
    question: 'A signal came while the loop slept. Where will the loop find it when it looks?',
  },
  'both-ends': {
    step: '07.1',
    name: `the parent keeps the worker's end`,
    question: 'The worker died before it received. Who still has an end of its channel, with the connection in it?',
  },
  'control-layout': {
    step: '07.2',
    name: 'the control data is laid out wrong',
    question: 'How wide is cmsg_len on this machine, and where do the level and the type stand?',
  },
  'listener-inherited': {
    step: '07.1',
    name: 'a worker has the listener',
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
    question: 'The client has no more requests. What tells it that the server has no more answers?',
  },
  'no-report': {
    step: '07.3',
    name: 'the worker does not report',
    question: 'How does the parent learn that the worker is free again?',
  },
  'last-first': {
    step: '07.4',
    name: 'who came last is served first',
    question: 'Where do connections wait, and in which order do they leave?',
  },
  'given-to-the-dead': {
    step: '07.5',
    name: 'a connection is given to a dead worker',
    question: 'sendmsg threw EPIPE. The worker is dead: what becomes of the connection in your hand?',
  },
  'note-unread': {
    step: '07.6',
    name: 'the pipe of the handler is not read',
    question: 'A byte lies in the pipe. What does epoll say until somebody reads it?',
  },
  'report-first': {
    step: '07.3',
    name: 'the worker reports before it has closed',
    question: 'The parent hears "free" and sends the next connection. How many does the worker have at that moment?',
  },
  'no-patience': {
    step: '07.3',
    name: 'a client may hold its worker for ever',
    question: 'The client says nothing. In which call does the worker sleep, and what ends that call?',
  },
  'handler-works': {
    step: '07.6',
    name: 'the handler does the work of the loop',
    question: 'The handler came while the loop was putting a worker into its table. What does it find there?',
  },
  'one-note': {
    step: '07.6',
    name: 'one byte of several is read from the pipe',
    question: 'SIGTERM and SIGINT came together. How many bytes are in the pipe, and which of them have you read?',
  },
  'fork-fatal': {
    step: '07.5',
    name: 'a fork that fails ends the pool, or the pool stays short',
    question: 'fork says EAGAIN. Who serves the clients meanwhile, and when do you ask again?',
  },
  'respawn-loop': {
    step: '07.5',
    name: 'workers that die at once are replaced at once',
    question: 'The new worker dies of what the last one died of. How many forks is that in a second?',
  },
  'channel-leaked': {
    step: '07.1',
    name: 'a fork that fails leaves a channel open',
    question: 'The pair of sockets was there before fork failed. Who closes it now?',
  },
  'own-signals': {
    step: '07.1',
    name: `a worker handles the parent's signals`,
    question: 'SIGTERM comes to all processes of the group. Who is to decide what ends, and when?',
  },
  'deaf-to-sigint': {
    step: '07.6',
    name: 'SIGINT does not end the workers',
    question: 'The workers are in the middle of something, and the user wants to go. Who tells them?',
  },
};
