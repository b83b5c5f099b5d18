import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `if (this.#state === 'closed' || (request.method === 'HEAD' && !(body instanceof Uint8Array))) closeFile(answer);`,
      replace: `if (this.#state === 'closed') closeFile(answer);`,
    },
  ],
  fails: ['the head travels with the first bytes of the file, and the kernel sends the file'],
});
