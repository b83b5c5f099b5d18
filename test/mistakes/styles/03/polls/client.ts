import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'client.ts',
      find: ` } from '#sys';`,
      replace: `, POLLIN, POLLOUT, poll } from '#sys';`,
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
      replace: `  while (true) {
    const [theirs = 0, mine = 0] = poll(
      [
        { fd: conn, events: pending.length > 0 ? POLLIN | POLLOUT : POLLIN },
        { fd: pending.length > 0 || inputEnded ? -1 : STDIN, events: POLLIN },
      ],
      -1,
    );
    if ((theirs & ~POLLOUT) !== 0) {
      const n = read(conn, answer, 3000);
      if (n === 0) {
        if (inputEnded) return;
        throw new Failure('the server has gone, and there is more input');
      }
      writeAll(STDOUT, answer.subarray(0, n ?? 0));
    }
    if ((theirs & POLLOUT) !== 0) pending = pending.subarray(write(conn, pending) ?? 0);
    if (mine === 0) continue;
    const n = read(STDIN, input);
    if (n === 0) {
      shutdown(conn, SHUT_WR);
      inputEnded = true;
    } else if (n !== null) {
      pending = input.subarray(0, n);
    }
  }`,
    },
  ],
});
