import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: 'this.#hungry.push(client);',
      replace: 'this.#hungry.unshift(client);',
    },
  ],
  fails: ['proactor: the client that has waited longest gets the next buffer, however greedy the others are'],
});
