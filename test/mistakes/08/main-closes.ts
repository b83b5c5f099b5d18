import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      if (!this.#queue.offer(accepted.fd)) close(accepted.fd);
`,
      replace: `      this.#queue.offer(accepted.fd);
      close(accepted.fd);
`,
    },
  ],
  fails: ['serves files, one client after the other'],
});
