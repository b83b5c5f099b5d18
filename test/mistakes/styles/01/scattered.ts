import { style } from '#lesson';

/** With poll, recvmsg into two buffers, writev from two, an empty handler for SIGPIPE, and a client that asks for whole answers. */
export default style({
  edits: [
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  SystemError,
  SOCK_CLOEXEC,
  POLLIN,
  poll,
  recvmsg,
} from '#sys';`,
    },
    {
      file: 'server.ts',
      find: 'const buffer = Buffer.alloc(4096);',
      replace: 'const halves = [Buffer.alloc(700), Buffer.alloc(1300)];',
    },
    {
      file: 'server.ts',
      find: `  const listener = socket(AF_INET, SOCK_STREAM);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true); // before bind, which checks it
  bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port });
  listen(listener, SOMAXCONN);
  return listener;`,
      replace: `  const listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
  try {
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1);
    bind(listener, { family: AF_INET, address: '127.0.0.1', port });
    listen(listener, 100);
  } catch (error) {
    close(listener);
    throw error;
  }
  return listener;`,
    },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const connection = accept(listener);
    if (connection === null) continue; // would block: never happens with a blocking listener
    const { fd, peer } = connection;
    log(\`accepted \${show(peer)}\`);
    try {
      echo(fd);
      log(\`finished \${show(peer)}\`);
    } catch (error) {
      connectionLost(peer, error);
    } finally {
      close(fd); // without this the client never sees the end, and we run out of descriptors
    }
  }`,
      replace: `  while (true) {
    poll([{ fd: listener, events: POLLIN }], -1);
    const next = accept(listener);
    if (next !== null) converse(next.fd, next.peer);
  }`,
    },
    {
      file: 'server.ts',
      find: '/** Sends back what the client sends, until its end of file. */',
      replace: `/** One client, from its first byte to the close. */
function converse(fd: Fd, peer: SocketAddress): void {
  log(\`accepted \${show(peer)}\`);
  let lost: { error: unknown } | null = null;
  try {
    echo(fd);
  } catch (error) {
    lost = { error };
  }
  close(fd);
  if (lost !== null) connectionLost(peer, lost.error);
}

/** Sends back what the client sends, until its end of file. */`,
    },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const n = read(conn, buffer);
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
  }`,
      replace: `  const got = recvmsg(conn, halves);
  if (got === null || got.bytes === 0) return;
  const first = Math.min(got.bytes, 700);
  writeAll(conn, Buffer.concat([halves[0]!.subarray(0, first), halves[1]!.subarray(0, got.bytes - first)]));
  poll([{ fd: conn, events: POLLIN }], -1);
  return echo(conn);`,
    },
    {
      file: 'server.ts',
      find: `  if (!isSystemError(error)) throw error;
  log(\`lost \${show(peer)}: \${error.message}\`);`,
      replace: `  if (error instanceof SystemError) log(\`the client \${show(peer)} has gone (\${error.code})\`);
  else throw error;`,
    },
    {
      file: 'server.ts',
      find: '    signal(SIGPIPE, SIG_IGN); // write throws EPIPE instead',
      replace: '    signal(SIGPIPE, () => {});',
    },
    {
      file: 'write-all.ts',
      find: `import { type Fd, write } from '#sys';`,
      replace: `import { type Fd, writev } from '#sys';`,
    },
    {
      file: 'write-all.ts',
      find: `  let done = 0;
  while (done < bytes.length) {
    done += write(fd, bytes.subarray(done)) ?? 0; // null: would block, never with a blocking socket
  }`,
      replace: `  const middle = bytes.length >> 1;
  const taken = writev(fd, [bytes.subarray(0, middle), bytes.subarray(middle)]) ?? 0;
  if (taken < bytes.length) writeAll(fd, bytes.subarray(taken));`,
    },
    {
      file: 'client.ts',
      find: `} from '#sys';`,
      replace: `  MSG_TRUNC,
  MSG_WAITALL,
  recv,
  close,
} from '#sys';`,
    },
    {
      file: 'client.ts',
      find: `  const answer = Buffer.alloc(4096);
  for (let left = count; left > 0; ) {
    const n = read(conn, answer, Math.min(left, answer.length)) ?? 0;
    if (n === 0) throw new Error('the server closed the connection');
    writeAll(STDOUT, answer.subarray(0, n));
    left -= n;
  }`,
      replace: `  if (count === 0) return;
  const answer = new Uint8Array(count);
  const n = recv(conn, answer, MSG_WAITALL) ?? 0;
  if (n === 0) throw new Error('the server closed the connection');
  writeAll(STDOUT, answer.subarray(0, n));
  printAnswer(conn, count - n);`,
    },
    {
      file: 'client.ts',
      find: `  const input = Buffer.alloc(4096);
  for (;;) {
    const n = readWaiting(STDIN, input);
    if (n === 0) break;
    writeAll(conn, input.subarray(0, n));
    printAnswer(conn, n);
  }
  shutdown(conn, SHUT_WR);
  while (read(conn, input) !== 0) {
    // An echo server sends no more here; its end of file tells that it has read everything.
  }`,
      replace: `  const input = Buffer.alloc(10_000);
  let n = readWaiting(STDIN, input);
  while (n > 0) {
    writeAll(conn, input.subarray(0, n));
    printAnswer(conn, n);
    n = readWaiting(STDIN, input);
  }
  shutdown(conn, SHUT_WR);
  do n = recv(conn, input, MSG_TRUNC) ?? 0;
  while (n > 0);
  close(conn);`,
    },
  ],
});
