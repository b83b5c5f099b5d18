import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: '      this.close(error.message);',
      replace: `      this.#channel.remove();
      close(this.#channel.fd);`,
    },
  ],
  fails: ['clients that come and go for a long time wear out no slot'],
});
