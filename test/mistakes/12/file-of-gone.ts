import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `if (this.#state === 'closed' || (request.method === 'HEAD' && !(body instanceof Uint8Array))) closeFile(answer);`,
      replace: `if (request.method === 'HEAD' && !(body instanceof Uint8Array)) closeFile(answer);`,
    },
  ],
  fails: [
    'with workers, too: slow heads end, answers for clients that have gone leave no file open, and SIGTERM ends all threads',
  ],
});
