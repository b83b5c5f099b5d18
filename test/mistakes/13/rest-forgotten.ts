import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: 'this.#channel.setWriting(this.#packets.length > 0);',
      replace: 'this.#channel.setWriting(false);',
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
