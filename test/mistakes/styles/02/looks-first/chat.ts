import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'chat.ts',
      find: `} from '#sys';`,
      replace: `  POLLIN,
  poll,
  recv,
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
      replace: `  const signals = [...STOPS, SIGCHLD];
  sigprocmask(SIG_BLOCK, signals);
  watchWriter();
  const pid = fork();
  if (pid === 0) {
    for (const signum of signals) signal(signum, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, signals);
    _exit(writeLoop(conn));
  }
  writer = pid;
  sigprocmask(SIG_UNBLOCK, signals);
  try {
    readLoop(conn);
  } finally {
    endWriter();
  }`,
    },
    {
      file: 'chat.ts',
      find: `  const buffer = Buffer.alloc(4096);
  try {
    for (;;) {
      const n = readWaiting(STDIN, buffer);
      if (n === 0) break;
      writeAll(conn, buffer.subarray(0, n));
    }
    shutdown(conn, SHUT_WR);
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 1;
  }`,
      replace: `  const piece = Buffer.alloc(1000);
  try {
    for (let n = readWaiting(STDIN, piece); n > 0; n = readWaiting(STDIN, piece)) writeAll(conn, piece.subarray(0, n));
    shutdown(conn, SHUT_WR);
  } catch (error) {
    if (isSystemError(error)) return 1;
    throw error;
  }
  return 0;`,
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
      replace: `  const buffer = Buffer.alloc(100_000);
  while (!leaving) {
    try {
      poll([{ fd: conn, events: POLLIN }], -1); // interrupted by SIGCHLD as well
    } catch (error) {
      if (isSystemError(error, 'EINTR')) continue;
      throw error;
    }
    let n: number | null;
    try {
      n = recv(conn, buffer);
    } catch (error) {
      if (isSystemError(error, 'EINTR')) continue;
      if (isSystemError(error, 'ECONNRESET')) return;
      throw error;
    }
    if (n === 0) return;
    for (let done = 0; n !== null && done < n && !leaving; ) {
      try {
        done += write(STDOUT, buffer.subarray(done, n)) ?? 0;
      } catch (error) {
        if (!isSystemError(error, 'EINTR')) throw error;
      }
    }
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
      replace: `  signal(SIGCHLD, () => {
    if (writer !== null && waitpid(writer, WNOHANG) !== null) writer = null;
  });
  for (const signum of STOPS) {
    sigaction(signum, {
      handler: () => {
        leaving = true;
      },
    });
  }`,
    },
    {
      file: 'chat.ts',
      find: `  signal(SIGCHLD, SIG_DFL);
  if (writer === null) return;
  kill(writer, SIGTERM);
  const pid = writer;
  retryOnEintr(() => waitpid(pid));
  writer = null;`,
      replace: `  signal(SIGCHLD, SIG_DFL);
  if (writer === null) return;
  kill(writer, SIGTERM);
  while (writer !== null) {
    try {
      waitpid(writer);
      writer = null;
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }`,
    },
  ],
});
