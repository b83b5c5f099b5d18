import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#state = 'lingering';
    sayLast(this.#fd);
    this.#drop();`,
      replace: `    this.close();`,
    },
  ],
  fails: ['an early refusal arrives, though the client is still sending'],
});
