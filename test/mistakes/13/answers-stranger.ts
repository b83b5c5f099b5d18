import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'if (this.pool.isCurrent({ slot, sequence })) this.#clients[slot]?.send',
      replace: 'if (sequence >= 0) this.#clients[slot]?.send',
    },
  ],
  fails: ['the answer for a client that has gone reaches nobody, also when its slot and descriptor are used again'],
});
