import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  const got = readAnswer(client);
  shutdown(client, SHUT_WR);
`,
      replace: `  const got = readAnswer(client);
  shutdown(server, SHUT_WR);
  drain(client);
  shutdown(client, SHUT_WR);
`,
    },
  ],
  fails: ['the client closes first: the server keeps nothing'],
});
