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
    {
      file: 'chat.ts',
      find: `} from '#sys';`,
      replace: `  readv,
  SIG_SETMASK,
  write,
} from '#sys';`,
    },
    {
      file: 'chat.ts',
      find: `  sigprocmask(SIG_BLOCK, STOPS);
  const pid = fork();
  if (pid === 0) {
    sigprocmask(SIG_UNBLOCK, STOPS);
    _exit(writeLoop(conn));
  }
  writer = pid;
  try {
    watchWriter();
    sigprocmask(SIG_UNBLOCK, STOPS);
    readLoop(conn);
  } finally {
    endWriter();
  }`,
      replace: `  const before = sigprocmask(SIG_BLOCK, STOPS);
  const pid = fork();
  switch (pid) {
    case 0:
      sigprocmask(SIG_SETMASK, before);
      return _exit(writeLoop(conn));
    default:
      writer = pid;
  }
  try {
    watchWriter();
    sigprocmask(SIG_SETMASK, before);
    readLoop(conn);
  } finally {
    endWriter();
  }`,
    },
    {
      file: 'chat.ts',
      find: '/** Set by SIGTERM and SIGINT. */',
      replace: `/** Reaps the writer when it has ended. */
function reap(): void {
  if (writer !== null && waitpid(writer, WNOHANG) !== null) writer = null;
}

/** Calls again after a signal, unless it was one that stops us: then null. */
function unlessLeaving<T>(call: () => T): T | null {
  for (;;) {
    reap();
    if (leaving) return null;
    try {
      return call();
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }
}

/** Set by SIGTERM and SIGINT. */`,
    },
    {
      file: 'chat.ts',
      find: `  const buffer = Buffer.alloc(4096);
  try {
    while (!leaving) {
      const n = read(conn, buffer);
      if (n === 0 || n === null) return;
      writeAll(STDOUT, buffer.subarray(0, n));
    }
  } catch (error) {
    if (!isSystemError(error, 'EINTR') && !isSystemError(error, 'ECONNRESET')) throw error;
    log(error.message);
  }`,
      replace: `  const buffer = Buffer.alloc(20);
  try {
    for (;;) {
      const n = unlessLeaving(() => readv(conn, [buffer.subarray(0, 10), buffer.subarray(10)]));
      if (n === null || n === 0) return;
      for (let done = 0; done < n; ) {
        const taken = unlessLeaving(() => write(STDOUT, buffer.subarray(done, n)));
        if (taken === null) return;
        done += taken;
      }
    }
  } catch (error) {
    if (isSystemError(error, 'ECONNRESET')) log('the peer has reset the connection');
    else throw error;
  }`,
    },
    {
      file: 'chat.ts',
      find: `  const reap = () => {
    while (waitpid(-1, WNOHANG) !== null) writer = null;
  };
  signal(SIGCHLD, reap);
  reap();
  const leave = () => {
    leaving = true;
  };
  for (const signum of STOPS) sigaction(signum, { handler: leave });`,
      replace: `  sigaction(SIGCHLD, { handler: () => {} });
  const leave = (signum: number): void => {
    leaving = STOPS.includes(signum);
  };
  for (const signum of STOPS) sigaction(signum, { handler: leave });
  reap();`,
    },
    {
      file: 'chat.ts',
      find: `  signal(SIGCHLD, SIG_DFL);
  if (writer === null) return;
  kill(writer, SIGTERM);
  const pid = writer;
  retryOnEintr(() => waitpid(pid));
  writer = null;`,
      replace: `  reap();
  if (writer === null) return;
  signal(SIGCHLD, SIG_DFL);
  kill(writer, SIGTERM);
  const wait = (pid: number): void => {
    try {
      waitpid(pid);
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      wait(pid);
    }
  };
  wait(writer);
  writer = null;`,
    },
  ],
});
