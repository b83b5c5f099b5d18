import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    else if (this.#state === 'open' && this.#peerEnded) this.close();
`,
      replace: ``,
    },
  ],
  fails: ['a client that ends its direction gets the answers to all its requests'],
});
