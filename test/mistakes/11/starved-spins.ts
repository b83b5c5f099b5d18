import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `return this.#current === null && this.#free() === undefined;`,
      replace: `return this.#slots.length === 0;`,
    },
  ],
  fails: ['zerocopy: changes no memory that the kernel still sends from'],
});
