import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      const job = this.get();
`,
      replace: `      const job = this.#word(STOPPED) === 1 ? null : this.get();
`,
    },
  ],
  fails: ['SIGTERM: the port closes, and accepted connections are still served'],
});
