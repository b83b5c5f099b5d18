import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  const got = readAnswer(client);
  shutdown(client, SHUT_WR);
  drain(server);
  close(server);
  drain(client);
  close(client);
  return got;`,
      replace: `  const got = recv(client, Buffer.alloc(ANSWER_BYTES)) ?? 0;
  close(client);
  close(server);
  return got;`,
    },
    { file: 'designs.ts', find: 'linger, SHUT_WR', replace: 'linger, recv, SHUT_WR' },
    { file: 'designs.ts', find: 'import { ask,', replace: 'import { ANSWER_BYTES, ask,' },
  ],
  fails: ['the client closes first: the server keeps nothing'],
});
