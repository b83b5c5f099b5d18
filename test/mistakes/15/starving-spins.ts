import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    if (this.buffers.free > 0 || this.buffers.grow()) return true;
    this.#hungry.push(client);
    return false;`,
      replace: `    void client;
    return true;`,
    },
  ],
  fails: ['proactor: 20 clients share two buffers'],
});
