import { style } from '#lesson';

export default style({
  edits: [
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
