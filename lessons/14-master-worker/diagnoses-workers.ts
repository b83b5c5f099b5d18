/** The known mistakes of steps 14.3 and 14.4. */
export const workers = {
  herd: {
    step: '14.3',
    name: 'a connection wakes all workers',
    question:
      'All of them watch the same socket. How many does the kernel wake for one connection, and how many find it?',
  },
  'masters-listener': {
    step: '14.3',
    name: 'the master listens, and accepts nothing',
    question:
      'The kernel spreads the connections over all sockets that listen on the port. Who serves the part of this one?',
  },
  'port-kept': {
    step: '14.2',
    name: "a worker keeps the master's socket besides its own",
    question:
      'Which sockets does a worker hold after fork, and which of them does it watch?',
  },
  'blocking-accept': {
    step: '14.3',
    name: 'the listener blocks',
    question:
      'Two workers were told of one connection. What does accept do in the second one?',
  },
  'no-descriptors': {
    step: '14.3',
    name: 'a worker without descriptors spins or ends',
    question:
      'accept fails, and the connection still waits. What does epoll_wait say next?',
  },
  'not-replaced': {
    step: '14.4',
    name: 'a worker that dies is not replaced',
    question:
      'Every worker dies one day. How many are left after a month?',
  },
  'one-wait': {
    step: '14.4',
    name: 'one worker is reaped for a signal',
    question:
      'For how many children does one SIGCHLD stand?',
  },
  'start-status': {
    step: '14.4',
    name: 'a status alone ends the service',
    question:
      'The worker has served for hours, and ends with status 3. Could it start?',
  },
  'status-zero': {
    step: '14.4',
    name: 'a worker that ends with status 0 is not replaced',
    question:
      'Nobody has told it to go. Is there one worker less than before?',
  },
  'stop-is-death': {
    step: '14.4',
    name: 'a stopped worker is taken for a dead one',
    question:
      'waitpid has returned. What does the status say: ended, stopped or continued?',
  },
  'respawn-storm': {
    step: '14.4',
    name: 'dead workers are replaced without a pause',
    question:
      'The worker dies as soon as it lives. How many forks is that in a second?',
  },
  'same-pause': {
    step: '14.4',
    name: 'the pause does not grow',
    question:
      'A worker dies ten times in a row. What has changed since the first time, and who pays for the attempts?',
  },
  hopeless: {
    step: '14.4',
    name: 'a worker that cannot start is replaced for ever',
    question:
      'The port is taken. What will the next worker find?',
  },
  'fork-fatal': {
    step: '14.4',
    name: 'the master ends because fork fails',
    question:
      'The machine has too many processes for a moment. How many of your workers still serve?',
  },
  'no-reaping': {
    step: '14.4',
    name: 'dead workers are not reaped',
    question:
      'Who keeps the status of a dead child, and until when?',
  },
  'busy-worker': {
    name: 'a worker never sleeps',
    question:
      'With which time-out does a worker wait while no client talks to it?',
  },
  'watched-again': {
    step: '14.3',
    name: 'a leaving worker watches its listener again',
    question: 'A client has gone, and a descriptor is free. Is the listener still one that you may watch?',
  },
};
