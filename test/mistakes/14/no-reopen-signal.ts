import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#parts.log.reopen();
`,
      replace: '',
    },
  ],
  fails: ['SIGUSR1 opens the log again in the master and in all workers'],
});
