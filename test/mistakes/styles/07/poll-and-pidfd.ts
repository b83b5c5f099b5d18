import { style } from '#lesson';

/** fcntl for SOCK_CLOEXEC, poll before recvmsg, control bytes by hand, one connection a wake-up, a pidfd for kill, single bytes from the pipe. */
export default style({
  edits: [
    {
      file: 'workers.ts',
      find: '  close,\n  type Fd,\n  fork,',
      replace: '  close,\n  F_SETFD,\n  FD_CLOEXEC,\n  type Fd,\n  fcntl,\n  fork,',
    },
    { file: 'workers.ts', find: '  SOCK_CLOEXEC,\n', replace: '' },
    {
      file: 'workers.ts',
      find: 'const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);',
      replace: `const pair = socketpair(AF_UNIX, SOCK_STREAM);
  for (const end of pair) fcntl(end, F_SETFD, FD_CLOEXEC);
  const [theirs, ours] = pair;`,
    },
    {
      file: 'workers.ts',
      find: `    close(ours);
    for (const fd of inherited) close(fd);
    leaveSignalsToParent();
    _exit(work(theirs));`,
      replace: `    leaveSignalsToParent();
    for (const fd of [...inherited].reverse()) close(fd);
    close(ours);
    const status = work(theirs);
    close(theirs);
    _exit(status);`,
    },
    { file: 'channel.ts', find: '  close,\n  cmsgSpace,', replace: '  close,\n  cmsgSpace,\n  encodeRights,' },
    {
      file: 'channel.ts',
      find: '  MSG_CMSG_CLOEXEC,\n',
      replace: '  MSG_CMSG_CLOEXEC,\n  MSG_DONTWAIT,\n  MSG_NOSIGNAL,\n',
    },
    { file: 'channel.ts', find: '  recvmsg,\n  sendmsg,', replace: '  recvmsg,\n  retryOnEintr,\n  sendmsg,' },
    {
      file: 'channel.ts',
      find: 'sendmsg(channel, { buffers: [Buffer.from([CONNECTION])], fds: [fd] });',
      replace: `const message = { buffers: [Buffer.from([CONNECTION])], control: encodeRights([fd]) };
  while (retryOnEintr(() => sendmsg(channel, message, MSG_NOSIGNAL)) === null)
    retryOnEintr(() => poll([{ fd: channel, events: POLLOUT }], -1));`,
    },
    { file: 'channel.ts', find: '  POLLIN,\n', replace: '  POLLIN,\n  POLLOUT,\n' },
    {
      file: 'channel.ts',
      find: `  const byte = Buffer.alloc(1);
  const message = recvmsg(channel, [byte], cmsgSpace(4), MSG_CMSG_CLOEXEC);
  if (message === null || message.bytes === 0 || byte[0] === EXIT) return null;
  const [conn = 'lost', ...more] = message.fds;
  for (const fd of more) close(fd);
  return conn;`,
      replace: `  const byte = Buffer.alloc(1);
  for (;;) {
    retryOnEintr(() => poll([{ fd: channel, events: POLLIN }], -1));
    const message = retryOnEintr(() => recvmsg(channel, [byte], cmsgSpace(40), MSG_CMSG_CLOEXEC | MSG_DONTWAIT));
    if (message === null) continue;
    const fds = [...message.fds];
    const last = fds.pop();
    for (const fd of fds) close(fd);
    if (message.bytes === 1 && byte[0] === CONNECTION) return last ?? 'lost';
    if (last !== undefined) close(last);
    return null;
  }`,
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
    if (worker === null) {
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
      return;
    }
    const accepted = this.#accept();
    if (accepted === null) return;
    try {
      this.#give(worker, accepted.fd);
    } finally {
      close(accepted.fd);
    }
    log(\`passed \${show(accepted.peer)}\`);`,
    },
    {
      file: 'parent.ts',
      find: '  O_NONBLOCK,\n  pipe2,',
      replace: '  O_NONBLOCK,\n  pidfdOpen,\n  pidfdSendSignal,\n  pipe2,',
    },
    {
      file: 'parent.ts',
      find: `    epollCtl(this.#epoll, EPOLL_CTL_DEL, dead.channel);
    close(dead.channel);
    this.#workers.delete(dead.channel);
    kill(dead.pid, SIGKILL);
    const ended = retryOnEintr(() => waitpid(dead.pid));`,
      replace: `    const handle = pidfdOpen(dead.pid);
    pidfdSendSignal(handle, SIGKILL);
    close(handle);
    const ended = retryOnEintr(() => waitpid(dead.pid));
    this.#workers.delete(dead.channel);
    epollCtl(this.#epoll, EPOLL_CTL_DEL, dead.channel);
    close(dead.channel);`,
    },
    {
      file: 'parent.ts',
      find: `    const bytes = Buffer.alloc(64);
    const n = read(this.#wake[0], bytes) ?? 0;
    if (!this.#stopping) {`,
      replace: `    const note = new Uint8Array(1);
    let interrupted = false;
    while (read(this.#wake[0], note) === 1) interrupted ||= note[0] === SIGINT;
    if (!this.#stopping) {`,
    },
    {
      file: 'parent.ts',
      find: 'if (bytes.subarray(0, n).includes(SIGINT)) for',
      replace: 'if (interrupted) for',
    },
  ],
});
