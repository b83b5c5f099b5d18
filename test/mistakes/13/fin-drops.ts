import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `      if (n === 0) this.#finish();
`,
      replace: `      if (n === 0) {
        this.close('has ended');
        return;
      }
`,
    },
    {
      file: 'client.ts',
      find: '      else this.#reader.read(',
      replace: '      this.#reader.read(',
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
