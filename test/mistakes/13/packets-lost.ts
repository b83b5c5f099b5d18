import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: `packet !== undefined && packet.length <= this.#sent; ) {
      this.#sent -= packet.length;`,
      replace: `packet !== undefined && this.#sent > 0; ) {
      this.#sent -= Math.min(this.#sent, packet.length);`,
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
