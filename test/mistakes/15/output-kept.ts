import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (this.#broken) this.#dropOutput();
    this.#balance();
    //`,
      replace: `    this.#balance();
    //`,
    },
  ],
  fails: ['proactor: many short connections, and each number of a descriptor has one owner at a time'],
  also: ['proactor: buffers of lost connections come back'],
});
