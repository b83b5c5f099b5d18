import { style } from '#lesson';

/** One call of each kind in a turn, sigaction for SIGPIPE, a loop for the header, completions by recursion, the draft removed at last. */
export default style({
  edits: [
    {
      file: 'server.ts',
      find: `    signal(SIGPIPE, SIG_IGN);`,
      replace: `    sigaction(SIGPIPE, { handler: SIG_IGN });`,
    },
    { file: 'server.ts', find: `sigaction, signal } from '#sys';`, replace: `sigaction } from '#sys';` },
    {
      file: 'answer.ts',
      find: `      const n = send(this.#conn, this.#header, follows ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL);
      this.#header = this.#header.subarray(n ?? 0);
      if (this.#header.length > 0) return false;`,
      replace: `      let flags: number = MSG_NOSIGNAL;
      if (follows) flags += MSG_MORE;
      while (this.#header.length > 0) {
        const n = send(this.#conn, this.#header, flags);
        if (n === null) return false;
        this.#header = this.#header.subarray(n);
      }`,
    },
    {
      file: 'copy.ts',
      find: `    for (let turn = 0; turn < TURN && part.sent < part.size; turn += buffer.length) {
      const length = pread(part.file, buffer, part.sent, Math.min(buffer.length, part.size - part.sent));
      if (!length) throw new Shrunk();
      const n = send(this.#conn, buffer, MSG_NOSIGNAL, length);
      if (n === null) return;
      part.sent += n;
    }`,
      replace: `    const missing = part.size - part.sent;
    if (missing === 0) return;
    const length = pread(part.file, buffer, part.sent, Math.min(buffer.length, TURN, missing));
    if (length === null || length === 0) throw new Shrunk();
    part.sent += send(this.#conn, buffer.subarray(0, length), MSG_NOSIGNAL) ?? 0;`,
    },
    {
      file: 'spliced.ts',
      find: `    while (part.sent < end) {
      this.#pipe ??= Pipe.take();
      if (this.#pipe.holds === 0) this.#fill(this.#pipe, part);
      if (!this.#drain(this.#pipe, part)) return;
    }`,
      replace: `    if (part.sent >= end) return;
    const pipe = this.#pipe ?? Pipe.take();
    this.#pipe = pipe;
    if (pipe.holds === 0) this.#fill(pipe, part);
    this.#drain(pipe, part);`,
    },
    {
      file: 'spliced.ts',
      find: `    const more = part.sent + pipe.holds < part.size ? SPLICE_F_MORE : 0;
    const n = splice(pipe.readEnd, null, this.#conn, null, pipe.holds, SPLICE_F_NONBLOCK | more);
    if (n === null) return false;
    pipe.holds -= n;
    part.sent += n;
    return true;`,
      replace: `    const before = part.sent;
    const isLast = before + pipe.holds >= part.size;
    const flags = isLast ? SPLICE_F_NONBLOCK : SPLICE_F_MORE | SPLICE_F_NONBLOCK;
    part.sent += splice(pipe.readEnd, null, this.#conn, null, pipe.holds, flags) ?? 0;
    pipe.holds -= part.sent - before;
    return part.sent > before;`,
    },
    {
      file: 'mapped.ts',
      find: `      this.#window = mmap(Math.min(WINDOW, part.size - part.sent), PROT_READ, MAP_SHARED, part.file, part.sent);
      return this.#window;`,
      replace: `      const length = Math.min(part.size - part.sent, 4 * WINDOW);
      return (this.#window = mmap(length, PROT_READ, MAP_PRIVATE, part.file, part.sent));`,
    },
    {
      file: 'mapped.ts',
      find: `import { type Fd, MAP_SHARED, type Mapping,`,
      replace: `import { type Fd, MAP_PRIVATE, type Mapping,`,
    },
    {
      file: 'upload.ts',
      find: `      this.#file = open(this.#draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);`,
      replace: `      this.#file = open(this.#draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644);`,
    },
    {
      file: 'upload.ts',
      find: `  O_EXCL,
  O_WRONLY,
  open,`,
      replace: `  O_EXCL,
  O_RDWR,
  open,`,
    },
    {
      file: 'upload.ts',
      find: `    while (this.#pipe.holds > 0) {
      const n = splice(this.#pipe.readEnd, null, this.#file, this.#stored, this.#pipe.holds) ?? 0;
      this.#pipe.holds -= n;
      this.#stored += n;
    }`,
      replace: `    if (this.#pipe.holds === 0) return;
    const n = splice(this.#pipe.readEnd, null, this.#file, this.#stored, Math.min(4096, this.#pipe.holds)) ?? 0;
    this.#stored += n;
    this.#pipe.holds -= n;
    this.#drain();`,
    },
    {
      file: 'upload.ts',
      find: `    try {
      unlink(this.#draft);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
    }
    this.#pipe.release();
    close(this.#file);`,
      replace: `    close(this.#file);
    this.#pipe.release();
    try {
      unlink(this.#draft);
    } catch (error) {
      if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
    }`,
    },
    {
      file: 'zero-copy.ts',
      find: `    for (;;) {
      const message = recvmsg(this.#conn, [], ROOM, MSG_ERRQUEUE);
      if (message === null) return;
      for (const { origin, info, data } of decodeExtendedErrors(message.control))
        if (origin === SO_EE_ORIGIN_ZEROCOPY) this.#complete(info, data);
    }`,
      replace: `    const message = recvmsg(this.#conn, [], ROOM, MSG_ERRQUEUE);
    if (message === null) return;
    decodeExtendedErrors(message.control)
      .filter(({ origin }) => origin === SO_EE_ORIGIN_ZEROCOPY)
      .forEach(({ info, data }) => void this.#complete(info, data));
    this.takeCompletions();`,
    },
  ],
});
