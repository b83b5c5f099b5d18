import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#acceptor?.close();
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM: nobody new, running jobs finish, their answers are sent, then everything ends'],
});
