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
  fails: ['closes the connections of silent clients, and keeps active ones'],
});
