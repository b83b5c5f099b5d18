import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'if (this.pool.isCurrent({ slot, sequence })) this.#clients[slot]?.send(encode(WORK, body));',
      replace:
        'if (this.pool.isCurrent({ slot, sequence })) this.#clients.find((client) => client !== undefined)?.send(encode(WORK, body));',
    },
  ],
  fails: ['each job is answered when it is done, to the client that asked'],
});
