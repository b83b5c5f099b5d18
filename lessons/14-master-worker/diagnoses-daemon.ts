/** Further known mistakes of steps 14.6 and 14.7: what a daemon leaves behind. */
export const daemon = {
  'null-read-only': {
    step: '14.6',
    name: '/dev/null is open for reading only',
    question: 'What does write say on descriptor 2?',
  },
  'reports-first': {
    step: '14.6',
    name: 'the launcher is told too early',
    question: 'The launcher has ended, and the shell goes on. Which directory and which streams has the daemon?',
  },
  'umask-loose': {
    step: '14.6',
    name: 'the umask lets others in',
    question: 'Which of the bits of 027 are missing, and for whom?',
  },
  'old-digits': {
    step: '14.6',
    name: 'a part of the old number stays in the pid file',
    question: 'The old number had more digits than the new one. What does the file say now?',
  },
  'lock-of-nothing': {
    step: '14.6',
    name: 'a lock on a file that has been removed',
    question: 'You have opened the file, and its owner has removed it since. Which file does the next start lock?',
  },
  'lock-first': {
    step: '14.6',
    name: 'the lock is given up before the file is removed',
    question: 'Another start gets the lock between the two calls. Whose file do you remove?',
  },
  'above-hard': {
    step: '14.7',
    name: 'the limit may exceed the hard one',
    question: 'The configuration asks for more than the kernel allows. Is that a reason not to start?',
  },
  'range-missing': {
    step: '14.7',
    name: 'one descriptor is closed, and not all',
    question: 'A launcher may have left any number open. Which numbers has your program looked at?',
  },
};
