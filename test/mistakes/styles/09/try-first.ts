import { style } from '#lesson';

/** EPOLL_CTL_MOD first and ADD when that fails, accept and fcntl, one connection a wake-up, read and sendmsg, append before each send. */
export default style({
  edits: [
    {
      file: 'byte-buffer.ts',
      find: `    this.space(bytes.length).set(bytes);
    this.#end += bytes.length;`,
      replace: `    const space = this.space(bytes.length);
    Buffer.from(bytes).copy(space);
    this.filled(bytes.length);`,
    },
    {
      file: 'byte-buffer.ts',
      find: `    this.#begin += Math.min(count, this.length);
    if (this.#begin < this.#end) return;
    this.#begin = 0;
    this.#end = 0;
    if (this.#bytes.length > this.#kept) this.#bytes = EMPTY;`,
      replace: `    if (count < this.length) this.#begin += count;
    else {
      if (this.capacity > this.#kept) this.#bytes = Buffer.alloc(0);
      this.#begin = this.#end = 0;
    }`,
    },
    {
      file: 'byte-buffer.ts',
      find: `    if (this.#bytes.length - this.#end >= count) return;
    const length = this.length;
    if (this.#bytes.length - length >= count && length <= this.#begin)
      this.#bytes.copyWithin(0, this.#begin, this.#end);
    else {
      const larger = Buffer.allocUnsafeSlow(Math.max(SMALLEST, 2 * this.#bytes.length, length + count));
      this.#bytes.copy(larger, 0, this.#begin, this.#end);
      this.#bytes = larger;
    }
    this.#begin = 0;
    this.#end = length;`,
      replace: `    const { capacity, length } = this;
    if (this.#end + count <= capacity) return;
    const moves = length + count <= capacity && length <= this.#begin;
    let larger = Math.max(SMALLEST, capacity);
    while (!moves && (larger === capacity || larger < length + count)) larger *= 2;
    const target = moves ? this.#bytes : Buffer.allocUnsafeSlow(larger);
    target.set(this.#bytes.subarray(this.#begin, this.#end));
    this.#bytes = target;
    this.#end -= this.#begin;
    this.#begin = 0;`,
    },
    {
      file: 'poller.ts',
      find: `    const op = this.#watched[watched.fd] === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    epollCtl(this.#epfd, op, watched.fd, watched.events | MODE);
    this.#watched[watched.fd] = watched;`,
      replace: `    const { fd, events } = watched;
    try {
      epollCtl(this.#epfd, EPOLL_CTL_MOD, fd, events | MODE);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
      epollCtl(this.#epfd, EPOLL_CTL_ADD, fd, events | MODE);
    }
    this.#watched[fd] = watched;`,
    },
    {
      file: 'poller.ts',
      find: `    const ready = this.#wait(timeout);
    for (const { fd, events } of ready) this.#watched[fd]?.handle(events);
    return ready.length;`,
      replace: `    return this.#wait(timeout).reduce((count, { fd, events }) => {
      const watched = this.#watched[fd];
      if (watched !== undefined) watched.handle(events);
      return count + 1;
    }, 0);`,
    },
    {
      file: 'loop.ts',
      find: `    if (this.#tasks.length === 0) return;
    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();`,
      replace: `    for (const task of this.#tasks.splice(0)) task();`,
    },
    {
      file: 'loop.ts',
      find: `    eventfdWrite(this.#wakeFd);`,
      replace: `    const one = Buffer.alloc(8);
    one.writeBigUInt64LE(1n);
    write(this.#wakeFd, one); // null when the counter is full: then it is readable all the same`,
    },
    { file: 'loop.ts', find: 'eventfdRead, eventfdWrite, sigaction }', replace: 'eventfdRead, sigaction, write }' },
    {
      file: 'acceptor.ts',
      find: `        accepted = accept4(this.#channel.fd, SOCK_NONBLOCK | SOCK_CLOEXEC);`,
      replace: `        accepted = accept(this.#channel.fd);
        if (accepted !== null) {
          fcntl(accepted.fd, F_SETFD, FD_CLOEXEC);
          fcntl(accepted.fd, F_SETFL, fcntl(accepted.fd, F_GETFL) | O_NONBLOCK);
        }`,
    },
    {
      file: 'acceptor.ts',
      find: `  type Accepted,
  accept4,
  close,
  type Fd,
  isSystemError,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  setNonblocking,`,
      replace: `  type Accepted,
  accept,
  close,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  type Fd,
  fcntl,
  isSystemError,
  O_NONBLOCK,
  setNonblocking,`,
    },
    {
      file: 'acceptor.ts',
      find: `      if (accepted === null) return;
      this.#handOver(accepted);
      if (this.#closed) return;`,
      replace: `      if (accepted !== null) this.#handOver(accepted);
      return; // level-triggered: the next one is reported again`,
    },
    {
      file: 'connection.ts',
      find: 'MSG_NOSIGNAL, recv, type SocketAddress, send }',
      replace: 'MSG_NOSIGNAL, read, type SocketAddress, sendmsg }',
    },
    {
      file: 'connection.ts',
      find: `    for (let i = 0; i < BUDGET; i++) {
      const buffer = this.#input.length > 0 ? this.#input : arrivals;
      const space = buffer.space(READ_BYTES);
      const n = recv(this.#fd, space, 0, READ_BYTES);
      if (n === null) return;
      if (n === 0) {
        this.#end();
        return;
      }
      buffer.filled(n);
      this.lastActive = this.#loop.now;
      this.#deliver(buffer);
      if (this.#state !== 'connected' || !this.#channel.reading || (SHORT_IS_ALL && n < READ_BYTES)) return;
    }
    this.#loop`,
      replace: `    const most = 20_000;
    let left = BUDGET;
    while (left-- > 0) {
      const buffer = this.#input.length === 0 ? arrivals : this.#input;
      const n = read(this.#fd, buffer.space(most).subarray(0, most));
      if (n === null) return;
      this.lastActive = performance.now();
      if (n === 0) return this.#end();
      buffer.filled(n);
      this.#deliver(buffer);
      if (this.#state !== 'connected') return;
      if (!this.#channel.reading) return;
      if (SHORT_IS_ALL && n !== most) return;
    }
    this.#loop`,
    },
    {
      file: 'connection.ts',
      find: `      const taken = this.#output.length > 0 ? 0 : (send(this.#fd, bytes, MSG_NOSIGNAL) ?? 0);
      if (taken === bytes.length) return;
      this.#output.append(taken === 0 ? bytes : bytes.subarray(taken));
      this.#balance();`,
      replace: `      const waits = this.pending > 0;
      this.#output.append(bytes);
      if (waits) this.#balance();
      else this.#flush();`,
    },
    {
      file: 'connection.ts',
      find: `    while (this.#output.length > 0) {
      const taken = send(this.#fd, this.#output.bytes, MSG_NOSIGNAL);
      if (taken === null) break;`,
      replace: `    while (this.#output.length > 0) {
      const { bytes } = this.#output;
      const half = bytes.length >> 1;
      const buffers = [bytes.subarray(0, half), bytes.subarray(half)];
      const taken = sendmsg(this.#fd, { buffers }, MSG_NOSIGNAL);
      if (taken === null) break;`,
    },
    {
      file: 'connection.ts',
      find: `    const { length } = this.#output;
    this.#channel.setWriting(length > 0);
    this.#channel.setReading(length < HIGH_WATER && this.#state === 'connected');`,
      replace: `    this.#channel.setReading(this.#state === 'connected' && this.pending < HIGH_WATER);
    this.#channel.setWriting(this.pending !== 0);`,
    },
  ],
});
