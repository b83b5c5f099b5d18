import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `const got = readUntilReset(client);`,
      replace: `void readUntilReset;
  const got = recv(client, Buffer.alloc(1000)) ?? 0;`,
    },
    {
      file: 'designs.ts',
      find: `linger, SHUT_WR`,
      replace: `linger, recv, SHUT_WR`,
    },
  ],
  fails: ['a reset leaves no TIME_WAIT, and loses a part of every answer'],
});
