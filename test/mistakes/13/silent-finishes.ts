import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: "this.#clients[slot]?.close('has been silent for too long');",
      replace: 'this.#clients[slot]?.finish();',
    },
  ],
  fails: ['a reader that is slow lives as long as it takes bytes: the time counts from what was sent'],
});
