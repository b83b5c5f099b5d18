import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#workers.close();
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
});
