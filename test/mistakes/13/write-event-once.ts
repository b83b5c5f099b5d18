import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: '    this.#channel.setWriting(this.#packets.length > 0);',
      replace: `    if (this.#packets.length === 0) this.#channel.setWriting(false);
    else if (!this.#asked) this.#channel.setWriting(true);
    this.#asked ||= this.#packets.length > 0;`,
    },
    {
      file: 'outbox.ts',
      find: `  #sent = 0;
`,
      replace: `  #sent = 0;
  #asked = false;
`,
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
