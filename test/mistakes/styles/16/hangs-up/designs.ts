import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'designs.ts',
      find: `  shutdown(server, SHUT_WR);
  const got = drain(client);
  close(client);
  drain(server);
  close(server);
  return got;
`,
      replace: `  close(server); // it has read the whole request
  const got = drain(client);
  close(client);
  return got;
`,
    },
    {
      file: 'designs.ts',
      find: `  const got = readAnswer(client);
  shutdown(client, SHUT_WR);
  drain(server);
  close(server);
  drain(client);
  close(client);
  return got;
`,
      replace: `  const got = readAnswer(client);
  close(client);
  drain(server);
  close(server);
  return got;
`,
    },
  ],
});
