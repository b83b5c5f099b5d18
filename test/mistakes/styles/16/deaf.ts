import { style } from '#lesson';

/** Peers that are deaf keep a SYN or a FIN unanswered, in place of full queues; what has arrived is counted, and not read. */
export default style({
  edits: [
    {
      file: 'opening.ts',
      find: `  const listener = boundSocket();
  listen(listener, 0);
  const before = boundSocket();
  startConnecting(before, portOf(listener));
  untilState(before, 'ESTABLISHED');
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    finish(before, accepted(listener));
    finish(client, accepted(listener)); // the SYN is sent again after a second
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
`,
      replace: `  const listener = boundSocket();
  listen(listener, 1);
  deafen(listener);
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    undeafen(listener);
    finish(client, accepted(listener));
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
`,
    },
    {
      file: 'opening.ts',
      find: `import { accepted, boundSocket, connected, finish,`,
      replace: `import { accepted, boundSocket, connected, deafen, finish,`,
    },
    {
      file: 'opening.ts',
      find: `startConnecting, untilState }`,
      replace: `startConnecting, undeafen, untilState }`,
    },
    {
      file: 'closing.ts',
      find: `  const { client, server } = connected();
  fill(client);
  shutdown(client, SHUT_WR);
  untilState(client, 'FIN_WAIT1');
  return {
    state: 'FIN_WAIT1',
    local: portOf(client),
    remote: portOf(server),
    goOn: () => finish(client, server),
  };
`,
      replace: `  const { client, server } = connected();
  deafen(server);
  shutdown(client, SHUT_WR);
  const goOn = (): void => {
    undeafen(server);
    finish(client, server);
  };
  return { state: 'FIN_WAIT1', local: portOf(client), remote: portOf(server), goOn };
`,
    },
    {
      file: 'closing.ts',
      find: `import { connected, fill, finish, portOf, untilState }`,
      replace: `import { connected, deafen, finish, portOf, undeafen, untilState }`,
    },
    {
      file: 'last.ts',
      find: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(server, 'CLOSE_WAIT');
  fill(server);
  shutdown(server, SHUT_WR);
  untilState(server, 'LAST_ACK');
  return { state: 'LAST_ACK', ...ports, goOn: () => finish(server, client) };
`,
      replace: `  const { client, server } = connected();
  const ports = { local: portOf(server), remote: portOf(client) };
  shutdown(client, SHUT_WR);
  untilState(client, 'FIN_WAIT2');
  deafen(client);
  close(server);
  const goOn = (): void => {
    undeafen(client);
    drain(client);
    close(client);
  };
  return { state: 'LAST_ACK', ...ports, goOn };
`,
    },
    {
      file: 'last.ts',
      find: `  const { client, server } = connected();
  fill(client);
  shutdown(client, SHUT_WR);
  shutdown(server, SHUT_WR);
  untilState(client, 'CLOSING');
  return { state: 'CLOSING', local: portOf(client), remote: portOf(server), goOn: () => finish(client, server) };
`,
      replace: `  const { client, server } = connected();
  deafen(server);
  shutdown(client, SHUT_WR);
  shutdown(server, SHUT_WR);
  untilState(client, 'CLOSING');
  const goOn = (): void => {
    undeafen(server);
    finish(server, client);
  };
  return { state: 'CLOSING', local: portOf(client), remote: portOf(server), goOn };
`,
    },
    {
      file: 'last.ts',
      find: `import { SHUT_WR, shutdown }`,
      replace: `import { close, SHUT_WR, shutdown }`,
    },
    {
      file: 'last.ts',
      find: `import { connected, fill, finish, portOf, untilState }`,
      replace: `import { connected, deafen, drain, finish, portOf, undeafen, untilState }`,
    },
    {
      file: 'designs.ts',
      find: `  setsockopt(server, SOL_SOCKET, SO_LINGER, linger(true, 0));
  close(server);
  const got = readUntilReset(client);
  close(client);
  return got;
`,
      replace: `  setsockopt(server, SOL_SOCKET, SO_LINGER, linger(true, 0));
  close(server);
  untilState(client, 'CLOSE');
  const got = ioctl(client, FIONREAD); // what has arrived can be read
  close(client);
  return got;
`,
    },
    {
      file: 'designs.ts',
      find: `import { close, type Fd, linger,`,
      replace: `import { close, type Fd, FIONREAD, ioctl, linger,`,
    },
    {
      file: 'designs.ts',
      find: `import { drain } from`,
      replace: `import { drain, untilState } from`,
    },
    {
      file: 'designs.ts',
      find: `import { ask, readAnswer, readUntilReset, serve }`,
      replace: `import { ask, readAnswer, serve }`,
    },
  ],
});
