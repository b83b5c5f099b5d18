import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'file-body.ts',
      find: `    const turn = Math.min(this.#size, this.#offset + TURN);
    while (this.#offset < turn) {
      const n = sendfile(socket, this.#fd, this.#offset, turn - this.#offset);
      if (n === null) return 'more';
      if (n === 0) return 'short';
      this.#offset += n;
    }
    return this.#offset === this.#size ? 'sent' : 'more';`,
      replace: `    const turn = this.#offset + TURN;
    while (this.#offset < turn) {
      const n = sendfile(socket, this.#fd, this.#offset, turn - this.#offset);
      if (n === null) return 'more';
      if (n === 0) return this.#offset < this.#size ? 'short' : 'sent';
      this.#offset += n;
    }
    return 'more';`,
    },
  ],
  fails: ['a file that grows is sent as far as its head has promised'],
});
