import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    close(this.#parts.socket);
`,
      replace: '',
    },
    {
      file: 'master.ts',
      find: `import {
  close,
`,
      replace: `import {
`,
    },
  ],
  fails: ['SIGQUIT: nobody new, and the answers under way are finished'],
  also: ['SIGTERM ends a worker that is stopped, or that is leaving already'],
});
