import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'buffers.ts',
      find: '(this.#tail & this.#mask) * BUF_WORDS',
      replace: 'this.#tail * BUF_WORDS',
    },
    {
      file: 'buffers.ts',
      find: `  readonly #mask: number;
`,
      replace: '',
    },
    {
      file: 'buffers.ts',
      find: `    this.#mask = entries - 1;
`,
      replace: '',
    },
  ],
  fails: ['proactor: clients that do not read hold hundreds of buffers, and another one is served'],
});
