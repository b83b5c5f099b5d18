import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `    this.#tasks.push(task);
    this.#wake();
`,
      replace: `    if (this.#running) task();
    else this.#tasks.push(task);
    this.#wake();
`,
    },
  ],
  fails: ['tasks: at once, after the events of this round, and in the next one'],
  also: ['a client that floods does not keep the others waiting'],
});
