import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    this.#hungry.push(client);
    return false;`,
      replace: `    void client;
    return false;`,
    },
  ],
  fails: ['proactor: 20 clients share two buffers'],
});
