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
      replace: `  setsockopt(server, SOL_SOCKET, SO_LINGER, linger(true, 0));
  close(server);
  const got = readUntilReset(client);
  close(client);
  return got;`,
    },
  ],
  fails: ['the server closes first: it keeps all the TIME_WAITs'],
});
