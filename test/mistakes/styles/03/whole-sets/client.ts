import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'client.ts',
      find: ` } from '#sys';`,
      replace: `, FD_SETSIZE, recv, send } from '#sys';`,
    },
    {
      file: 'client.ts',
      find: `  for (;;) {
    const readable = new FdSet();
    const writable = new FdSet();
    readable.add(conn);
    if (pending.length > 0) writable.add(conn);
    else if (!inputEnded) readable.add(STDIN);
    select(conn + 1, readable, writable, null, null);
    if (writable.has(conn)) pending = pending.subarray(write(conn, pending) ?? 0);
    if (readable.has(STDIN)) {
      const n = read(STDIN, input);
      pending = input.subarray(0, n ?? 0);
      if (n === 0) {
        inputEnded = true;
        shutdown(conn, SHUT_WR);
      }
    }
    if (readable.has(conn)) {
      const n = read(conn, answer);
      if (n === 0 && inputEnded) return;
      if (n === 0) throw new Failure('the server ended the connection before the end of the input');
      if (n !== null) writeAll(STDOUT, answer.subarray(0, n));
    }
  }`,
      replace: `  const queue: Buffer[] = [];
  const talkOnce = (): boolean => {
    const [readable, writable] = [new FdSet(), new FdSet()];
    readable.add(conn);
    if (queue.length > 0) writable.add(conn);
    if (queue.length === 0 && !inputEnded) readable.add(STDIN);
    select(FD_SETSIZE, readable, writable, null, null);
    let going = true;
    for (const fd of readable) {
      const n = fd === STDIN ? read(STDIN, input) : recv(conn, answer);
      if (n === null) continue;
      if (n > 0 && fd === STDIN) queue.push(Buffer.from(input.subarray(0, n)));
      else if (n > 0) writeAll(STDOUT, answer.subarray(0, n));
      else if (fd === STDIN) {
        inputEnded = true;
        shutdown(conn, SHUT_WR);
      } else if (inputEnded) going = false;
      else throw new Failure('the server has ended first');
    }
    const [first] = queue;
    if (!going || first === undefined || !writable.has(conn)) return going;
    const taken = send(conn, first) ?? 0;
    if (taken === first.length) queue.shift();
    else queue[0] = first.subarray(taken);
    return true;
  };
  while (talkOnce());`,
    },
  ],
});
