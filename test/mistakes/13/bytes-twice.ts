import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: `    this.#packets.splice(0, whole);
`,
      replace: `    this.#packets.splice(0, whole);
    this.#sent = 0;
`,
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
