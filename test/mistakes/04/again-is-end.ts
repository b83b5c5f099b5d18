import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'edge.ts',
      find: `      if (n === null) return; // EPOLLIN`,
      replace: `      if (n === null) { this.#drop(client); return; } // EPOLLIN`,
    },
  ],
  fails: ['edge: serves two clients in turn'],
});
