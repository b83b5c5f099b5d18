import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `      if (client.pending.length > 0) {
        this.#flush(client);
        return;
      }
`,
      replace: `      if (client.pending.length > 0) this.#flush(client);
`,
    },
    {
      file: 'level.ts',
      find: `    if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));
    else client.pending = EMPTY;
    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN);
`,
      replace: `    const own = bytes === client.pending;
    const rest = Buffer.from(bytes.subarray(taken));
    client.pending = own ? rest : Buffer.concat([client.pending, rest]);
    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT | EPOLLIN : EPOLLIN);
`,
    },
    {
      file: 'level.ts',
      find: `const taken = write(client.fd, bytes) ?? 0;`,
      replace: `const taken = client.pending.length > 0 && bytes !== client.pending ? 0 : (write(client.fd, bytes) ?? 0);`,
    },
  ],
  fails: ['level: loses no bytes of a client that reads late'],
  also: [
    'level: asks for EPOLLOUT only while bytes are pending',
    'level: survives clients that reset',
    'level: sleeps beside a client that has ended its direction and does not read',
    'leaves nothing behind after any of the tests above',
  ],
});
