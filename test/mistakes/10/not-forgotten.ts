import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owner.ts',
      find: `        this.#clients.delete(fd);
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM and SIGINT end an idle server'],
});
