import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `      this.lastActive = this.#loop.now;
      this.#deliver`,
      replace: `      this.#deliver`,
    },
  ],
  fails: ['lets silent clients go, and keeps those who talk'],
});
