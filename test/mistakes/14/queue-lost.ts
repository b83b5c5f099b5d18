import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    while (this.#accept());
`,
      replace: '',
    },
  ],
  fails: ['SIGQUIT: clients that wait in the queue of a listener are served before it is closed'],
});
