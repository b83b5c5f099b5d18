import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `        pending.add(this.#next);
`,
      replace: `        if (this.#next < 0) pending.add(this.#next);
`,
    },
  ],
  fails: ['zerocopy: changes no memory that the kernel still sends from'],
});
