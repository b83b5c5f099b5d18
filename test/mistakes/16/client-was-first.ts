import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'designs.ts',
      find: `  shutdown(server, SHUT_WR);
  const got = drain(client);
  close(client);
  drain(server);
  close(server);
  return got;`,
      replace: `  const got = readAnswer(client);
  close(client);
  drain(server);
  close(server);
  return got;`,
    },
  ],
  fails: ['the server closes first: it keeps all the TIME_WAITs'],
});
