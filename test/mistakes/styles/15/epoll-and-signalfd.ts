import { style } from '#lesson';

/** Models 1 to 4: children from the last to the first, read, arrays in place of sets, epoll, a signalfd, and O_NONBLOCK beforehand. */
export default style({
  edits: [
    {
      file: 'blocking.ts',
      find: `    for (let n = recv(sender.fd, buffer); n !== 0; n = recv(sender.fd, buffer))
      writeAll(sender.fd, sender.take(buffer.subarray(0, n ?? 0)));
    sender.end();`,
      replace: `    for (;;) {
      const n = read(sender.fd, buffer) ?? 0;
      if (n === 0) break;
      writeAll(sender.fd, sender.take(buffer.subarray(0, n)));
    }
    sender.end();`,
    },
    {
      file: 'blocking.ts',
      find: `  for (const sender of senders) {
    if (fork() === 0) {
      for (const { fd, number } of senders) if (number > sender.number) close(fd);
      converse(sender);
      _exit(0);
    }
    close(sender.fd);
  }
  for (const _ of senders) waitpid(-1);`,
      replace: `  const others = [...senders];
  const pids: number[] = [];
  for (let sender = others.pop(); sender !== undefined; sender = others.pop()) {
    const pid = fork();
    if (pid === 0) {
      others.forEach(({ fd }) => {
        close(fd);
      });
      converse(sender);
      _exit(0);
    }
    close(sender.fd);
    pids.push(pid);
  }
  for (const pid of pids) waitpid(pid);`,
    },
    { file: 'blocking.ts', find: 'isSystemError, recv, waitpid }', replace: 'isSystemError, read, waitpid }' },
    {
      file: 'receive.ts',
      find: `    const n = recv(sender.fd, buffer);
    if (n === null) return 'nothing';
    if (n > 0) {
      writeAll(sender.fd, sender.take(buffer.subarray(0, n)));
      return 'lines';
    }
    sender.end();
    return 'end';`,
      replace: `    const n = read(sender.fd, buffer);
    switch (n) {
      case null:
        return 'nothing';
      case 0:
        sender.end();
        return 'end';
      default:
        writeAll(sender.fd, sender.take(Buffer.from(buffer.subarray(0, n))));
        return 'lines';
    }`,
    },
    { file: 'receive.ts', find: 'isSystemError, recv }', replace: 'isSystemError, read }' },
    {
      file: 'polling.ts',
      find: `  const open = new Set(senders);
  while (open.size > 0) {
    let idle = true;
    for (const sender of open) {
      const found = receive(sender);
      if (found !== 'nothing') idle = false;
      if (found === 'end') open.delete(sender);
    }
    if (idle && pause > 0) sleepMs(pause);
  }`,
      replace: `  let open = senders;
  while (open.length > 0) {
    const results = open.map(receive);
    open = open.filter((_, i) => results[i] !== 'end');
    if (pause > 0 && results.every((result) => result === 'nothing')) sleepMs(pause);
  }`,
    },
    {
      file: 'multiplexed.ts',
      find: `  let open: Sender[] = senders;
  while (open.length > 0) {
    const revents = poll(
      open.map(({ fd }) => ({ fd, events: POLLIN })),
      -1,
    );
    open = open.filter((sender, i) => revents[i] === 0 || receive(sender) !== 'end');
  }`,
      replace: `  const epfd = epollCreate1();
  const open = new Map<number, Sender>(senders.map((sender) => [sender.fd, sender]));
  for (const fd of open.keys()) epollCtl(epfd, EPOLL_CTL_ADD, fd, EPOLLIN);
  while (open.size > 0) {
    for (const { fd } of retryOnEintr(() => epollWait(epfd, 8, -1))) {
      const sender = open.get(fd);
      if (sender !== undefined && receive(sender) === 'end') open.delete(fd); // its close has left the list
    }
  }
  close(epfd);`,
    },
    {
      file: 'multiplexed.ts',
      find: `import { POLLIN, poll, setNonblocking } from '#sys';`,
      replace: `import { close, EPOLL_CTL_ADD, EPOLLIN, epollCreate1, epollCtl, epollWait, retryOnEintr, setNonblocking } from '#sys';`,
    },
    {
      file: 'sigio.ts',
      find: `  fcntl(fd, F_SETOWN_EX, { type: F_OWNER_TID, pid: gettid() });
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_ASYNC | O_NONBLOCK);`,
      replace: `  const flags = fcntl(fd, F_GETFL) | O_NONBLOCK;
  fcntl(fd, F_SETFL, flags);
  fcntl(fd, F_SETOWN_EX, { type: F_OWNER_TID, pid: gettid() });
  fcntl(fd, F_SETFL, flags | O_ASYNC);`,
    },
    {
      file: 'sigio.ts',
      find: `  for (;;) {
    const found = receive(sender);
    if (found !== 'lines') return found === 'nothing';
  }`,
      replace: `  let found = receive(sender);
  while (found === 'lines') found = receive(sender);
  return found !== 'end';`,
    },
    {
      file: 'sigio.ts',
      find: `  let open = senders.filter(drain);
  while (open.length > 0) {
    retryOnEintr(() => sigwaitinfo([SIGIO]));
    open = open.filter(drain);
  }`,
      replace: `  const signals = signalfd(-1, [SIGIO]);
  const open = new Set(senders);
  for (;;) {
    for (const sender of [...open]) if (!drain(sender)) open.delete(sender);
    if (open.size === 0) break;
    retryOnEintr(() => signalfdRead(signals));
  }
  close(signals);`,
    },
    { file: 'sigio.ts', find: `import {\n  F_GETFL,`, replace: `import {\n  close,\n  F_GETFL,` },
    { file: 'sigio.ts', find: `  sigwaitinfo,\n`, replace: `  signalfd,\n  signalfdRead,\n` },
    {
      file: 'realtime.ts',
      find: `  for (const { fd } of senders) {
    fcntl(fd, F_SETSIG, SIGNAL);
    makeAsync(fd);
  }
  let open = senders.filter(drain);
  while (open.length > 0) {
    const { signo, fd } = retryOnEintr(() => sigwaitinfo([SIGNAL, SIGIO]));
    open = open.filter((sender) => (signo !== SIGIO && sender.fd !== fd) || drain(sender));
  }`,
      replace: `  const open = new Map<number, Sender>();
  const visit = (fd: number): void => {
    const sender = open.get(fd);
    if (sender !== undefined && !drain(sender)) open.delete(fd);
  };
  for (const sender of senders) {
    open.set(sender.fd, sender);
    makeAsync(sender.fd);
    fcntl(sender.fd, F_SETSIG, SIGNAL); // until here SIGIO comes
  }
  for (const fd of [...open.keys()]) visit(fd);
  while (open.size > 0) {
    const { signo, fd } = retryOnEintr(() => sigwaitinfo([SIGIO, SIGNAL]));
    if (signo === SIGNAL) visit(fd ?? -1);
    else for (const each of [...open.keys()]) visit(each);
  }`,
    },
    {
      file: 'realtime.ts',
      find: `import { model } from './task.ts';`,
      replace: `import { model, type Sender } from './task.ts';`,
    },
  ],
});
