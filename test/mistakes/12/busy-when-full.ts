import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'served.ts',
      find: `    this.#channel.setWriting(writing);`,
      replace: `    if (writing) this.#server.loop.queueInLoop(() => this.#connection.writable());`,
    },
  ],
  fails: ['a large file goes to a slow reader, byte for byte, and memory stays bounded'],
});
