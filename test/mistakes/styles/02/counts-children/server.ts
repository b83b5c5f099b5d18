import { style } from '#lesson';

/** With sigsuspend until the last child is reaped, readv, and handlers that only set flags. */
export default style({
  edits: [
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  accept4,
  readv,
  SHUT_RDWR,
  SIG_BLOCK,
  SOCK_CLOEXEC,
  sigprocmask,
  sigsuspend,
} from '#sys';`,
    },
    {
      file: 'server.ts',
      find: 'let stopping = false;',
      replace: `let stopping = false;

/** How many children have not been reaped. */
let running = 0;`,
    },
    {
      file: 'server.ts',
      find: 'return accept(listener);',
      replace: 'return accept4(listener, SOCK_CLOEXEC);',
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
      replace: `  shutdown(listener, SHUT_RDWR);
  close(listener);
  sigprocmask(SIG_BLOCK, [SIGCHLD]);
  while (running > 0) sigsuspend([]);`,
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
      replace: `  const serveOne = (): never => {
    close(listener);
    _exit(converse(connection, limit));
  };
  try {
    const pid = fork();
    if (pid === 0) serveOne();
    running++;
    log(\`child \${pid} serves \${show(connection.peer)}\`);
  } catch (error) {
    if (!isSystemError(error) || error.syscall !== 'fork') throw error;
    log(\`fork: \${error.message}\`);
  }
  close(connection.fd);`,
    },
    {
      file: 'server.ts',
      find: `    const n = read(conn, buffer, Math.min(left, buffer.length));
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
`,
      replace: `    const n = readv(conn, [buffer.subarray(0, Math.min(left, 9)), buffer.subarray(9, Math.max(9, Math.min(left, 3000)))]);
    if (!n) return;
    writeAll(conn, buffer.subarray(0, n));
`,
    },
    {
      file: 'server.ts',
      find: `  shutdown(conn, SHUT_WR);
  while (read(conn, buffer) !== 0) {
    // discard the rest of the client's bytes
  }`,
      replace: `  shutdown(conn, SHUT_WR);
  for (;;) {
    const n = readv(conn, [buffer]);
    if (n === 0) break;
  }`,
    },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === null) return;
    log(\`child \${ended.pid} \${describeStatus(ended)}\`);
  }`,
      replace: `  let ended = waitpid(-1, WNOHANG);
  while (ended !== null) {
    running--;
    log(\`child \${ended.pid} \${describeStatus(ended)}, \${running} left\`);
    ended = waitpid(-1, WNOHANG);
  }`,
    },
    {
      file: 'server.ts',
      find: '  signal(SIGCHLD, reapChildren);',
      replace: '  sigaction(SIGCHLD, { handler: () => reapChildren(), mask: [SIGTERM, SIGINT] });',
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
      replace:
        '  [SIGTERM, SIGINT].forEach((signum) => sigaction(signum, { handler: () => void (stopping = true), mask: [SIGCHLD] }));',
    },
  ],
});
