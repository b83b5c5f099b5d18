import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'if (this.pool.isCurrent({ slot, sequence })) this.#clients[slot]?.send',
      replace:
        'if (this.#clients[slot] !== undefined && ((this.#clients[slot].ticket.sequence ^ sequence) & 1) === 0) this.#clients[slot]?.send',
    },
  ],
  fails: ['two owners later the number is still another one'],
});
