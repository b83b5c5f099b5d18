import { style } from '#lesson';

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
  const before = [boundSocket(), boundSocket()];
  for (const fd of before) {
    startConnecting(fd, portOf(listener));
    untilState(fd, 'ESTABLISHED');
  }
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const goOn = (): void => {
    for (const fd of [...before, client]) finish(fd, accepted(listener));
    close(listener);
  };
  return { state: 'SYN_SENT', local: portOf(client), remote: portOf(listener), goOn };
`,
    },
  ],
});
