import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'server.ts', find: `SOCK_NONBLOCK | SOCK_CLOEXEC`, replace: `SOCK_CLOEXEC | (SOCK_NONBLOCK & 0)` },
    {
      file: 'server.ts',
      find: `    const n = read(client.fd, this.#buffer);
`,
      replace: `    let n = read(client.fd, this.#buffer);
    while (n !== null && n > 0 && !this.#buffer.subarray(0, n).includes(10)) {
      n += read(client.fd, this.#buffer.subarray(n)) ?? 0;
    }
`,
    },
  ],
  fails: ['serves its clients in any order'],
});
