import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    else if (res === -ENOBUFS) this.#hungry = !this.#server.feeds(this);
`,
      replace: '',
    },
    {
      file: 'client.ts',
      find: `  ENOBUFS,
`,
      replace: '',
    },
  ],
  fails: ['proactor: 20 clients share two buffers'],
});
