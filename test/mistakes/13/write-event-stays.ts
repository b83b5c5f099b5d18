import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: 'this.#channel.setWriting(this.#packets.length > 0);',
      replace: 'if (this.#packets.length > 0) this.#channel.setWriting(true);',
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
