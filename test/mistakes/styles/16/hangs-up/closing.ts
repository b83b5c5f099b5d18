import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'closing.ts',
      find: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(server, 'CLOSE_WAIT');
  return { state: 'CLOSE_WAIT', ...ports, goOn: () => finish(client, server) };
`,
      replace: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  close(client); // nobody holds it any more, and it waits for our FIN
  untilState(server, 'CLOSE_WAIT');
  return { state: 'CLOSE_WAIT', ...ports, goOn: () => close(server) };
`,
    },
    {
      file: 'closing.ts',
      find: `import { SHUT_WR, shutdown }`,
      replace: `import { close, SHUT_WR, shutdown }`,
    },
  ],
});
