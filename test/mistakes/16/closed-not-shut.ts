import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'closing.ts',
      find: `  shutdown(client, SHUT_WR);
  untilState(client, 'FIN_WAIT2');
  return {
    state: 'FIN_WAIT2',
    local: portOf(client),
    remote: portOf(server),
    goOn: () => finish(client, server),
  };`,
      replace: `  const ports = { local: portOf(client), remote: portOf(server) };
  close(client);
  return { state: 'FIN_WAIT2', ...ports, goOn: () => close(server) };`,
    },
    { file: 'closing.ts', find: 'import { SHUT_WR, shutdown }', replace: 'import { close, SHUT_WR, shutdown }' },
  ],
  fails: ['FIN_WAIT2 at the end that closed first, for as long as it is wanted'],
});
