import { style } from '#lesson';

/** Recursion for the loops, two bytes of data parts with a descriptor, shutdown before close, the listener watched before the fork. */
export default style({
  edits: [
    {
      file: 'channel.ts',
      find: 'sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] });',
      replace: `const parts = [new Uint8Array(0), Uint8Array.of(CONNECTION), new Uint8Array(0)];
  sendmsg(channel, { buffers: parts, fds: Array.of(fd) });`,
    },
    {
      file: 'channel.ts',
      find: `  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  const [conn = 'lost', ...more] = message.fds;
  for (const fd of more) close(fd);
  return conn;`,
      replace: `  switch (message?.bytes === 1 ? byte[0] : EXIT) {
    case CONNECTION: {
      const fds = message?.fds ?? [];
      fds.forEach((fd, i) => {
        if (i > 0) close(fd);
      });
      return fds.length === 0 ? 'lost' : (fds[0] as Fd);
    }
    default:
      return null;
  }`,
    },
    {
      file: 'worker.ts',
      find: `  for (let conn = recvFd(channel); conn !== null; conn = recvFd(channel)) {
    if (conn === 'lost') {
      log('lost a client: no descriptor came with its message');
      reportFree(channel);
      continue;
    }
    try {
      setPatience(conn, patience * 1000);
      serveFiles(conn, directory, () => isToldToExit(channel));
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
      log(\`lost a client: \${error.message}\`);
    } finally {
      close(conn);
    }
    reportFree(channel);
  }
  return 0;`,
      replace: `  let toldToExit = false;
  const stops = (): boolean => {
    toldToExit ||= isToldToExit(channel);
    return toldToExit;
  };
  const serve = (conn: Fd): void => {
    try {
      setPatience(conn, 1000 * patience);
      serveFiles(conn, directory, stops);
      shutdown(conn, SHUT_WR);
    } catch (error) {
      if (isSystemError(error) || error instanceof TrainError) log(\`a client less: \${error}\`);
      else {
        close(conn);
        throw error;
      }
    }
    close(conn);
  };
  do {
    const conn = recvFd(channel);
    if (conn === null) return 0;
    if (conn !== 'lost') serve(conn);
    reportFree(channel);
  } while (true);`,
    },
    {
      file: 'worker.ts',
      find: "import { close, type Fd, isSystemError } from '#sys';",
      replace: "import { close, type Fd, isSystemError, SHUT_WR, shutdown } from '#sys';",
    },
    {
      file: 'parent.ts',
      find: `    for (let worker = this.#idle(); worker !== null; worker = this.#idle()) {
      const accepted = this.#accept();
      if (accepted === null) return;
      log(\`connection from \${show(accepted.peer)} is fd \${accepted.fd}\`);
      this.#give(worker, accepted.fd);
      close(accepted.fd);
    }
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);`,
      replace: `    const worker = this.#idle();
    if (worker === null) return epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
    const accepted = this.#accept();
    if (accepted === null) return;
    const { fd, peer } = accepted;
    this.#give(worker, fd);
    close(fd);
    log(\`fd \${fd} was \${show(peer)}\`);
    this.#handOut();`,
    },
    {
      file: 'parent.ts',
      find: `      worker.busy = false;
      if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);`,
      replace: `      if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
      worker.busy = false;
      if (!this.#stopping) this.#handOut();`,
    },
    {
      file: 'parent.ts',
      find: `    this.#pausing = true;
    timerfdSettime(this.#timer, { value: PAUSE_MS });
    try {
      this.#addWorker();
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    } catch (error) {
      if (!isSystemError(error) || !['fork', 'socketpair'].includes(error.syscall)) throw error;
      log(\`no new worker: \${error.message}\`);
    }`,
      replace: `    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    try {
      this.#addWorker();
    } catch (error) {
      if (!(isSystemError(error) && (error.syscall === 'fork' || error.syscall === 'socketpair'))) throw error;
      log(\`one worker is still missing: \${String(error)}\`);
    }
    timerfdSettime(this.#timer, { value: PAUSE_MS });
    this.#pausing = true;`,
    },
    {
      file: 'parent.ts',
      find: `    const n = read(this.#wake[0], bytes) ?? 0;
    if (!this.#stopping) {
      this.#stopping = true;
      close(this.#listener);
      log(\`stopping, with \${this.#workers.size} workers\`);
      for (const { channel } of this.#workers.values()) sendExit(channel);
    }
    if (bytes.subarray(0, n).includes(SIGINT)) for (const { pid } of this.#workers.values()) kill(pid, SIGINT);`,
      replace: `    const signals = new Set<number>();
    for (let n = read(this.#wake[0], bytes); n !== null && n > 0; n = read(this.#wake[0], bytes))
      for (const signum of bytes.subarray(0, n)) signals.add(signum);
    const workers = [...this.#workers.values()];
    if (signals.has(SIGINT)) workers.forEach(({ pid }) => void kill(pid, SIGINT));
    if (this.#stopping) return;
    this.#stopping = true;
    log('no more clients');
    workers.reverse().forEach(({ channel }) => void sendExit(channel));
    epollCtl(this.#epoll, EPOLL_CTL_DEL, this.#listener);
    close(this.#listener);`,
    },
  ],
});
