import { style } from '#lesson';

/** TCP_CORK for MSG_MORE, sendmsg for send, pieces of other sizes, the mapping kept in steps of 256 KiB, half-full pipes. */
export default style({
  edits: [
    {
      file: 'answer.ts',
      find: `import { type Fd, MSG_MORE, MSG_NOSIGNAL, send } from '#sys';`,
      replace: `import { type Fd, IPPROTO_TCP, MSG_NOSIGNAL, send, setsockopt, TCP_CORK } from '#sys';`,
    },
    {
      file: 'answer.ts',
      find: `      const n = send(this.#conn, this.#header, follows ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL);
      this.#header = this.#header.subarray(n ?? 0);
      if (this.#header.length > 0) return false;`,
      replace: `      if (follows) setsockopt(this.#conn, IPPROTO_TCP, TCP_CORK, true);
      const n = send(this.#conn, this.#header, MSG_NOSIGNAL);
      if (n === null || n < this.#header.length) {
        this.#header = Buffer.from(this.#header.subarray(n ?? 0));
        return false;
      }
      this.#header = Buffer.alloc(0);`,
    },
    {
      file: 'answer.ts',
      find: `    return part.sent === part.size;`,
      replace: `    if (part.sent < part.size) return false;
    if (follows) setsockopt(this.#conn, IPPROTO_TCP, TCP_CORK, false);
    return true;`,
    },
    {
      file: 'copy.ts',
      find: `import { type Fd, MSG_NOSIGNAL, pread, send } from '#sys';`,
      replace: `import { type Fd, MSG_NOSIGNAL, pread, sendmsg } from '#sys';`,
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
      replace: `    const end = Math.min(part.size, part.sent + TURN);
    while (part.sent < end) {
      const piece = buffer.subarray(0, Math.min(end - part.sent, 50_000));
      const length = pread(part.file, piece, part.sent) ?? 0;
      if (length === 0) throw new Shrunk();
      const half = length >> 1;
      const buffers = [piece.subarray(0, half), piece.subarray(half, length)];
      const n = sendmsg(this.#conn, { buffers }, MSG_NOSIGNAL);
      if (n === null) break;
      part.sent += n;
    }`,
    },
    { file: 'mapped.ts', find: `const WINDOW = 1 << 20;`, replace: `const WINDOW = 1 << 18;` },
    {
      file: 'mapped.ts',
      find: `    if (part.size === 0) return;
    const { bytes } = this.#window ?? this.#map(part);
    const n = send(this.#conn, bytes.subarray(part.sent - this.#begin), MSG_NOSIGNAL);
    if (n === null) return;
    part.sent += n;
    if (part.sent === this.#begin + bytes.length) this.finish();`,
      replace: `    const turn = part.sent + WINDOW;
    while (part.sent < Math.min(turn, part.size)) {
      const window = this.#window ?? this.#map(part);
      const rest = window.bytes.subarray(part.sent - this.#begin);
      const n = sendmsg(this.#conn, { buffers: [rest] }, MSG_NOSIGNAL);
      if (n === null) return;
      part.sent += n;
      if (n === rest.length) this.finish();
    }`,
    },
    {
      file: 'mapped.ts',
      find: `MSG_NOSIGNAL, mmap, munmap, PROT_READ, send }`,
      replace: `MSG_NOSIGNAL, mmap, munmap, PROT_READ, sendmsg }`,
    },
    {
      file: 'mapped.ts',
      find: `    if (this.#window !== null) munmap(this.#window);
    this.#window = null;`,
      replace: `    const window = this.#window;
    this.#window = null;
    if (window !== null) munmap(window);`,
    },
    {
      file: 'sent-file.ts',
      find: `    if (part.size === 0) return;
    const n = sendfile(this.#conn, part.file, part.sent, Math.min(TURN, part.size - part.sent));
    if (n === 0) throw new Shrunk();
    part.sent += n ?? 0;`,
      replace: `    for (const end = Math.min(part.size, part.sent + TURN); part.sent < end; ) {
      const n = sendfile(this.#conn, part.file, part.sent, Math.min(100_000, end - part.sent));
      if (n === null) return;
      if (n === 0) throw new Shrunk();
      part.sent += n;
    }`,
    },
    {
      file: 'spliced.ts',
      find: `splice(part.file, part.sent, pipe.writeEnd, null, Math.min(PIPE_BYTES, part.size - part.sent));
    if (!n) throw new Shrunk();
    pipe.holds += n;`,
      replace: `splice(part.file, part.sent, pipe.writeEnd, null, Math.min(PIPE_BYTES / 2, part.size - part.sent));
    if (n === null || n === 0) throw new Shrunk();
    pipe.holds = n;`,
    },
    {
      file: 'pipes.ts',
      find: `    if (this.holds === 0 && Pipe.#kept.length < KEPT) Pipe.#kept.push(this);
    else for (const end of [this.readEnd, this.writeEnd]) close(end);`,
      replace: `    if (this.holds > 0 || Pipe.#kept.length >= KEPT) {
      close(this.writeEnd);
      close(this.readEnd);
    } else Pipe.#kept.unshift(this);`,
    },
    {
      file: 'upload.ts',
      find: `    for (let done = 0; done < bytes.length; ) {
      const n = pwrite(this.#file, bytes.subarray(done), this.#stored) ?? 0;
      done += n;
      this.#stored += n;
    }`,
      replace: `    let rest = bytes;
    while (rest.length > 0) {
      const n = pwrite(this.#file, rest, this.#stored);
      if (n === null) continue;
      rest = rest.subarray(n);
      this.#stored += n;
    }`,
    },
    {
      file: 'upload.ts',
      find: `    rename(this.#draft, this.#path);
    this.#pipe.release();
    close(this.#file);
    return this.#stored;`,
      replace: `    fsync(this.#file);
    rename(this.#draft, this.#path);
    close(this.#file);
    this.#pipe.release();
    return this.#length;`,
    },
    {
      file: 'upload.ts',
      find: `  close,
  type Fd,
  getpid,`,
      replace: `  close,
  type Fd,
  fsync,
  getpid,`,
    },
    {
      file: 'zero-copy.ts',
      find: `      const n = send(this.#conn, bytes, MSG_NOSIGNAL | MSG_ZEROCOPY);
      if (n !== null) {
        pending.add(this.#next);
        this.#next = (this.#next + 1) >>> 0;
      }
      return n;`,
      replace: `      const n = sendmsg(this.#conn, { buffers: [bytes] }, MSG_ZEROCOPY | MSG_NOSIGNAL);
      if (n === null) return null;
      pending.add(this.#next++);
      this.#next %= 2 ** 32;
      return n;`,
    },
    {
      file: 'zero-copy.ts',
      find: `  recvmsg,
  SO_EE_ORIGIN_ZEROCOPY,
  SO_ZEROCOPY,
  SOL_SOCKET,
  send,`,
      replace: `  recvmsg,
  SO_EE_ORIGIN_ZEROCOPY,
  SO_ZEROCOPY,
  SOL_SOCKET,
  send,
  sendmsg,`,
    },
    {
      file: 'zero-copy.ts',
      find: `    return this.#current === null && this.#free() === undefined;`,
      replace: `    const free = this.#slots.filter(({ pending }) => pending.size === 0);
    return free.length === 0 && this.#current === null;`,
    },
  ],
});
