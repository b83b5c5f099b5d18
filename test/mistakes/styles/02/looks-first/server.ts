import { style } from '#lesson';

/** With poll before accept and read, waitpid for each pid, and handlers that are older than the writer. */
export default style({
  edits: [
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  MSG_TRUNC,
  POLLIN,
  poll,
  recv,
  SA_NOCLDSTOP,
  SA_RESTART,
} from '#sys';`,
    },
    {
      file: 'server.ts',
      find: 'let stopping = false;',
      replace: `let stopping = false;

/** The children that have not been reaped. */
const children = new Set<number>();`,
    },
    {
      file: 'server.ts',
      find: 'return accept(listener);',
      replace: `poll([{ fd: listener, events: POLLIN }], -1);
    return accept(listener);`,
    },
    {
      file: 'server.ts',
      find: `  close(listener);
  log('stopping');
  for (;;) {
    try {
      waitpid(-1);
    } catch (error) {
      if (isSystemError(error, 'ECHILD')) return;
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }`,
      replace: `  log(\`stopping, \${children.size} children left\`);
  close(listener);
  signal(SIGCHLD, SIG_DFL);
  for (const pid of children) retryOnEintr(() => waitpid(pid));`,
    },
    {
      file: 'server.ts',
      find: `  let pid: number;
  try {
    pid = fork();
  } catch (error) {
    log(\`no child for \${show(connection.peer)}: \${String(error)}\`);
    close(connection.fd);
    return;
  }
  if (pid === 0) {
    close(listener); // or the port stays open for as long as this client talks
    _exit(converse(connection, limit)); // or this child goes on into the accept loop
  }
  log(\`child \${pid} serves \${show(connection.peer)}\`);
  close(connection.fd); // the child has its own copy; while this one is open, close sends no FIN`,
      replace: `  const { fd, peer } = connection;
  let pid = -1;
  try {
    pid = fork();
  } catch (error) {
    if (!isSystemError(error, 'EAGAIN') && !isSystemError(error, 'ENOMEM')) throw error;
    log(\`\${show(peer)} gets no process\`);
  }
  if (pid === 0) {
    close(listener);
    _exit(converse(connection, limit));
  }
  close(fd);
  if (pid < 0) return;
  children.add(pid);
  log(\`child \${pid} serves \${show(peer)}\`);`,
    },
    {
      file: 'server.ts',
      find: '  signal(SIGPIPE, SIG_IGN);',
      replace: '  sigaction(SIGPIPE, { handler: SIG_IGN });',
    },
    {
      file: 'server.ts',
      find: 'const n = read(conn, buffer, Math.min(left, buffer.length));',
      replace: `poll([{ fd: conn, events: POLLIN }], -1);
    const n = read(conn, buffer, Math.min(left, buffer.length));`,
    },
    {
      file: 'server.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, buffer) !== 0) {
    // discard the rest of the client's bytes
  }`,
      replace: `  shutdown(conn, SHUT_WR);
  let n = recv(conn, buffer, MSG_TRUNC);
  while (n !== 0) n = recv(conn, buffer, MSG_TRUNC);`,
    },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === null) return;
    log(\`child \${ended.pid} \${describeStatus(ended)}\`);
  }`,
      replace: `  for (const pid of children) {
    const ended = waitpid(pid, WNOHANG);
    if (ended === null) continue;
    children.delete(pid);
    log(\`child \${pid} \${describeStatus(ended)}\`);
  }`,
    },
    {
      file: 'server.ts',
      find: '  signal(SIGCHLD, reapChildren);',
      replace: '  sigaction(SIGCHLD, { handler: reapChildren, flags: SA_RESTART | SA_NOCLDSTOP });',
    },
    {
      file: 'server.ts',
      find: `  for (const signum of [SIGTERM, SIGINT]) {
    sigaction(signum, {
      handler: () => {
        stopping = true;
      },
    });
  }`,
      replace: `  const stop = (): void => {
    stopping = true;
  };
  sigaction(SIGINT, { handler: stop });
  sigaction(SIGTERM, { handler: stop });`,
    },
  ],
});
