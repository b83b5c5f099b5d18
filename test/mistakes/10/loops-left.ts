import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#pool.finish(this.#grace);
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM and SIGINT end an idle server'],
});
