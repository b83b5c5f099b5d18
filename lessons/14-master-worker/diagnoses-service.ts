/** The known mistakes of the steps from 14.5 on. */
export const service = {
  'waits-for-stopped': {
    step: '14.5',
    name: 'SIGTERM waits for a worker that is stopped',
    question:
      'Which signal does a stopped process obey?',
  },
  'still-listens': {
    step: '14.5',
    name: 'a listener stays open while the service leaves',
    question:
      'No process accepts any more. What does a client see whose connection the kernel completes?',
  },
  'cut-answer': {
    step: '14.5',
    name: 'SIGQUIT cuts answers off',
    question:
      'A client has half of its answer. What does the file on its disk look like?',
  },
  'never-ends': {
    step: '14.5',
    name: 'a worker that leaves never ends',
    question:
      'Its last client has gone. For what does the worker wait?',
  },
  'no-patience': {
    step: '14.5',
    name: 'a leaving worker waits for its clients without limit',
    question:
      'One client reads nothing, and never ends. How many old workers are there after ten reloads?',
  },
  orphans: {
    step: '14.5',
    name: 'workers outlive a master that is killed',
    question:
      'The master cannot say that it dies. Which of its descriptors is closed all the same, and who sees that?',
  },
  'lifeline-copies': {
    name: "workers keep the master's end of the lifeline",
    question:
      'A pipe ends when the last copy of its write end is closed. How many are there after two forks?',
  },
  'group-signal': {
    step: '14.5',
    name: "signals for the master's group end workers",
    question:
      'A terminal is closed or resized. To which processes does the kernel send a signal?',
  },
  'window-size': {
    step: '14.5',
    name: 'the size of a window stops the service',
    question:
      'What does a terminal send to its foreground group when its window is resized?',
  },
  'no-reload': {
    step: '14.5',
    name: 'SIGHUP starts no new workers',
    question:
      'Which process has the new settings in its memory?',
  },
  'cut-on-reload': {
    step: '14.5',
    name: 'a reload cuts answers off',
    question:
      'An old worker is in the middle of an answer. What are its last words to that client?',
  },
  'old-settings': {
    step: '14.5',
    name: 'new workers have the old settings',
    question:
      'A worker takes the settings at its fork. Which ones does the master have by then?',
  },
  'old-stays': {
    step: '14.5',
    name: 'old workers stay after a reload',
    question:
      'Two generations accept connections. With which settings is the next client served?',
  },
  'bad-file-fatal': {
    step: '14.5',
    name: 'a bad file ends the service',
    question:
      'Somebody has made a slip in the file. Who else must pay for it?',
  },
  'half-reload': {
    step: '14.5',
    name: 'a bad file changes a part',
    question:
      'The file is refused. Which settings does the next worker get?',
  },
  'no-reopen-signal': {
    step: '14.5',
    name: 'SIGUSR1 does not open the log again',
    question:
      'logrotate has renamed the file and sent the signal. Where do the next lines go?',
  },
  'workers-not-told': {
    step: '14.5',
    name: 'only the master opens its log again',
    question:
      'How many processes have the renamed file open?',
  },
  'no-winch': {
    step: '14.5',
    name: 'SIGWINCH does not dismiss the workers of a daemon',
    question:
      'A daemon has no window. What may this signal mean there?',
  },
  'no-report': {
    step: '14.6',
    name: 'the launcher does not tell how the start went',
    question:
      'The launcher ends before the daemon has tried anything. What does its status say?',
  },
  'wrong-pid': {
    step: '14.6',
    name: 'the pid file names a process that has ended',
    question:
      'Which of the three processes goes on, and when was the file written?',
  },
  'streams-kept': {
    step: '14.6',
    name: "the daemon keeps its launcher's standard streams",
    question:
      'Somebody reads what the launcher says, to the end of the pipe. When does that end come?',
  },
  'streams-closed': {
    step: '14.6',
    name: 'descriptors 0, 1 and 2 are closed',
    question:
      'The next socket gets the lowest free number. What happens to a line for standard error?',
  },
  'no-setsid': {
    step: '14.6',
    name: 'the daemon stays in the session of its launcher',
    question:
      'Which processes get SIGHUP when the terminal hangs up?',
  },
  'one-fork': {
    step: '14.6',
    name: 'the daemon leads its session',
    question:
      'Which process gets a terminal by opening one?',
  },
  'directory-kept': {
    step: '14.6',
    name: 'the daemon stays in the directory of its launcher',
    question:
      'Somebody wants to unmount that disk. What keeps it busy?',
  },
  'umask-zero': {
    step: '14.6',
    name: 'the umask is 0',
    question:
      'Who may write to the files that the daemon creates?',
  },
  'double-start': {
    step: '14.6',
    name: 'a second start is not refused',
    question:
      'Two masters serve one port, and each has its own settings. What do the clients see?',
  },
  'file-overwritten': {
    step: '14.6',
    name: 'a start that is refused changes the pid file',
    question:
      'The file says who is running. Who may write to it?',
  },
  'stale-file': {
    step: '14.6',
    name: 'a pid file without an owner prevents a start',
    question:
      'The machine has lost its power. Which process does the number name after the next start?',
  },
  'file-left': {
    step: '14.6',
    name: 'the pid file is left behind',
    question:
      'What does a script do with the number in it, after another process has got that number?',
  },
  'no-title': {
    step: '14.7',
    name: 'all processes have the same title',
    question:
      'ps shows five processes with the same arguments. Which one do you send SIGHUP?',
  },
  'no-limit': {
    step: '14.7',
    name: 'the limit of the settings has no effect',
    question:
      'In which process must the limit be set, and who inherits it?',
  },
  'hard-limit': {
    step: '14.7',
    name: 'the hard limit is lowered with the soft one',
    question:
      'Who may raise a hard limit again?',
  },
  'hopeless-reload': {
    step: '14.5',
    name: 'new workers that cannot start replace the old ones',
    question:
      'The new workers have died at their start. Who serves now?',
  },
  'inherited-kept': {
    step: '14.7',
    name: "the daemon keeps its launcher's descriptors",
    question:
      'A shell has left a pipe open. When does the one at its other end see the end?',
  },
  'masters-limit': {
    name: 'the master has the limit of its workers',
    question:
      'How many descriptors does the master need, and can it raise its limit at the next reload?',
  },
};
