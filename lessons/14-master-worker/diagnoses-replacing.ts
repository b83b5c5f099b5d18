/** Further known mistakes of steps 14.3 and 14.4: errors and pauses. */
export const replacing = {
  'any-address': {
    step: '14.3',
    name: 'the listener is open to every network',
    question: 'Which address does a client from another machine find, and who has asked for it?',
  },
  'port-shared': {
    step: '14.3',
    name: 'two services can share the port',
    question: 'A second service is started by mistake, with the same port. Who gets the next client?',
  },
  'no-reuseaddr': {
    step: '14.3',
    name: 'a restart finds its port taken',
    question: 'The service has ended. Which connections still have its port, and for how long?',
  },
  'one-for-all': {
    step: '14.3',
    name: 'one accept for all clients that have come',
    question: 'Three clients came during one sleep. How often does epoll_wait speak of them?',
  },
  'aborted-fatal': {
    step: '14.3',
    name: 'a client that has gone ends the worker',
    question: 'accept fails with ECONNABORTED. Whose fault is that, and who still waits to be served?',
  },
  'blocking-client': {
    step: '14.3',
    name: 'connections block',
    question: 'One client reads nothing. In which call does its worker sleep, and who else waits?',
  },
  'death-unsaid': {
    step: '14.4',
    name: 'the log does not say how a worker has ended',
    question: 'It ends every night at three. Where do you read of which signal, or with which status?',
  },
  'stops-unseen': {
    step: '14.4',
    name: 'the log does not say that a worker was stopped',
    question: 'One worker answers nobody, and ps says T. What does the log say?',
  },
  'counts-each': {
    step: '14.4',
    name: 'each failure in a pause makes it longer',
    question: 'Seven forks fail, or seven workers die, of the same cause at once. How long do their clients wait for the next ones?',
  },
  'always-pause': {
    step: '14.4',
    name: 'each dead worker is replaced after a pause',
    question: 'It has served for an hour. What is there to wait for?',
  },
  'never-forgives': {
    step: '14.4',
    name: 'the row of young deaths never ends',
    question: 'The last young death was a week ago. How long is the next pause?',
  },
  'pause-sleeps': {
    step: '14.4',
    name: 'the master sleeps through the pause',
    question: 'SIGTERM comes at the beginning of a pause of five seconds. When does the service end?',
  },
  'given-up-alone': {
    step: '14.4',
    name: 'the master gives up, and its other workers serve on',
    question: 'One worker cannot start, the other ones could. Who tells them that the service ends?',
  },
  'no-pause-fork': {
    step: '14.4',
    name: 'fork is tried again at once',
    question: 'The machine has no process left. What has changed a microsecond later?',
  },
  'second-master': {
    step: '14.4',
    name: 'an error in a worker is caught in the loop of the master',
    question: 'The call stack was copied with everything else. Through which catch does an error of the worker come?',
  },
};
