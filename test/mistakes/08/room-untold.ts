import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      if (job !== null && this.#word(COUNT) === this.capacity - 1) eventfdWrite(this.#share.room);
`,
      replace: ``,
    },
    {
      file: 'queue.ts',
      find: `import { Cond, eventfdWrite, type Fd, Mutex }`,
      replace: `import { Cond, type Fd, Mutex }`,
    },
  ],
  fails: ['with a full queue, clients wait in the listener, in order, and none is lost'],
});
