/** Further known mistakes of step 14.5: what is done twice, too early, or by half. */
export const stopping = {
  'killed-early': {
    step: '14.5',
    name: 'workers have no second to obey SIGTERM',
    question: 'What can a worker still do that is told to end by SIGKILL?',
  },
  'leaves-twice': {
    step: '14.5',
    name: 'a second SIGQUIT ends a worker that leaves',
    question: 'The listener is closed already. What does close say the second time?',
  },
  'quit-twice': {
    step: '14.5',
    name: 'a second SIGQUIT ends the master',
    question: 'The socket is closed already. What does close say the second time?',
  },
  'queue-lost': {
    step: '14.5',
    name: 'connections that wait are lost when a worker leaves',
    question: 'The kernel has completed them. Who accepts them once this listener is closed?',
  },
  'still-watched': {
    step: '14.5',
    name: 'a closed listener stays in the interest list',
    question: 'Other processes have the same listener open. When does the kernel take it out of the list?',
  },
  'log-kept': {
    step: '14.5',
    name: 'a reload leaves the log as it is',
    question: 'The new file names another log, and another level. Where does the next line go?',
  },
  'given-up-settings': {
    step: '14.5',
    name: 'the settings of a failed reload stay',
    question: 'The new workers could not start. With which settings is the next worker forked?',
  },
  'given-up-log': {
    step: '14.5',
    name: 'the log of a failed reload stays',
    question: 'The reload was given up. In which file does somebody look for the next lines?',
  },
  'cut-on-winch': {
    step: '14.5',
    name: 'SIGWINCH cuts answers off',
    question: 'The workers are dismissed, and the daemon stays. Is there a hurry?',
  },
};
