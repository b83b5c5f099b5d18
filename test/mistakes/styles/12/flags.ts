import { style } from '#lesson';

/** Flags and early returns in the connection, persistence by regular expressions, one read when it lingers, workers that look a connection up. */
export default style({
  edits: [
    {
      file: 'persistence.ts',
      find: `  const names = namesIn(fields.get('connection'));
  return !names.includes('close') && (minor > 0 || names.includes('keep-alive'));`,
      replace: `  const says = new Set(namesIn(fields.get('connection')));
  if (says.has('close')) return false;
  return minor === 0 ? says.has('keep-alive') : true;`,
    },
    {
      file: 'persistence.ts',
      find: `  if (expect === undefined || minor === 0) return false;
  if (expect.toLowerCase() !== '100-continue') throw new Refusal(417, \`Expect: \${expect}\`);
  return true;`,
      replace: `  if (minor < 1) return false;
  const known = expect === undefined || /^100-continue$/i.test(expect);
  if (!known) throw new Refusal(417, 'an expectation that is not met');
  return expect !== undefined;`,
    },
    {
      file: 'lingering.ts',
      find: `  for (let i = 0; i < TURN; i++) {
    const n = recv(fd, waste);
    if (n === null) return false;
    if (n === 0) return true;
  }
  return false;`,
      replace: `  let turns = TURN;
  let n = read(fd, waste);
  while (n !== null && n > 0 && --turns > 0) n = read(fd, waste);
  return n === 0;`,
    },
    {
      file: 'lingering.ts',
      find: `import { type Fd, recv, SHUT_WR, shutdown }`,
      replace: `import { type Fd, read, SHUT_WR, shutdown }`,
    },
    {
      file: 'connection.ts',
      find: `    if (phase === 'idle') this.finish();
    else if (phase === 'head' || phase === 'body')
      this.#guarded(() => {
        this.#refuse(new Refusal(408, \`the \${phase} does not come to its end\`));
        this.#serve(this.#input);
      });
    else this.close();`,
      replace: `    switch (phase) {
      case 'idle':
        return this.finish();
      case 'head':
      case 'body':
        return this.#guarded(() => {
          this.#refuse(new Refusal(408, 'too slow'));
          this.#serve(this.#input);
        });
      default:
        return this.close();
    }`,
    },
    {
      file: 'connection.ts',
      find: `    for (let more = true; more; ) {
      while (this.#ready && this.#next(buffer));
      const stopped = !this.#ready;
      if (!this.#output.send(this.#fd)) this.#state = 'closing';
      more = stopped && this.#ready;
    }
    if (!this.#output.empty || this.#working) return;
    if (this.#state === 'closing') this.#linger();
    else if (this.#state === 'open' && this.#peerEnded) this.close();`,
      replace: `    let complete = true;
    while (complete && this.#ready) complete = this.#next(buffer);
    const wasReady = this.#ready;
    const short = !this.#output.send(this.#fd);
    if (short) this.#state = 'closing';
    if (!wasReady && this.#ready) return this.#serve(buffer);
    const owes = this.#working || !this.#output.empty;
    if (owes) return;
    if (this.#state === 'closing') return this.#linger();
    if (this.#peerEnded && this.#state === 'open') this.close();`,
    },
    {
      file: 'connection.ts',
      find: `      if (!this.#body.done) buffer.consume(this.#body.read(buffer.bytes));
      if (!this.#body.done) return false;
      this.#complete(request, this.#body.content.bytes);
      return true;`,
      replace: `      const body = this.#body;
      if (!body.done) {
        const taken = body.read(buffer.bytes);
        buffer.consume(taken);
      }
      if (body.done) this.#complete(request, Buffer.from(body.content.bytes));
      return body.done;`,
    },
    {
      file: 'connection.ts',
      find: `    const keeps = this.#state === 'open' && staysOpen(request);
    if (!keeps) this.#state = 'closing';
    this.#output.appendText(headOf(answer, keeps ? (request.minor > 0 ? null : 'keep-alive') : 'close'));
    if (request.method === 'HEAD') return;
    if (body instanceof Uint8Array) this.#output.append(body);
    else this.#output.appendFile(body.fd, body.size);`,
      replace: `    if (this.#state === 'open' && !staysOpen(request)) this.#state = 'closing';
    let word: 'close' | 'keep-alive' | null = null;
    if (this.#state !== 'open') word = 'close';
    else if (request.minor === 0) word = 'keep-alive';
    const head = Buffer.from(headOf(answer, word), 'latin1');
    this.#output.append(head);
    const sendsBody = request.method !== 'HEAD';
    if (sendsBody && !(body instanceof Uint8Array)) this.#output.appendFile(body.fd, body.size);
    if (sendsBody && body instanceof Uint8Array) this.#output.append(body);`,
    },
    {
      file: 'request.ts',
      find: `    const before = this.#fields.get(name);
    if (before !== undefined && name === 'host') throw new Refusal(400, 'two Hosts');
    const value = trimmed(bytes, colon + 1, end);
    this.#fields.set(name, before === undefined ? value : \`\${before}, \${value}\`);`,
      replace: `    const values = [trimmed(bytes, colon + 1, end)];
    if (this.#fields.has(name)) values.unshift(this.#fields.get(name) ?? '');
    if (values.length > 1 && name === 'host') throw new Refusal(400, 'which Host?');
    this.#fields.set(name, values.join(', '));`,
    },
    {
      file: 'files.ts',
      find: `  if (isFile && size > SMALL) return { status: 200, type, body: { fd, size } };
  try {
    return isFile ? { status: 200, type, body: contents(fd) } : plain(404);
  } finally {
    close(fd);
  }`,
      replace: `  if (!isFile) {
    close(fd);
    return plain(404);
  }
  let body: Answer['body'] = { fd, size };
  if (size <= SMALL) {
    try {
      body = contents(fd);
    } finally {
      close(fd);
    }
  }
  return { type, body, status: 200 };`,
    },
    {
      file: 'deadlines.ts',
      find: `    if (this.#timer !== null && this.#timer.due <= due) return;
    if (this.#timer !== null) this.#loop.cancel(this.#timer);
    this.#timer = this.#loop.runAfter(due - performance.now(), () => this.#expire());`,
      replace: `    const before = this.#timer;
    if (before !== null && before.due <= due) return;
    this.#timer = this.#loop.runAfter(Math.max(0, due - performance.now()), this.#expire.bind(this));
    if (before !== null) this.#loop.cancel(before);`,
    },
    {
      file: 'proactor.ts',
      find: `    const id = ++this.#last;
    if (!this.#workers.give(0, { id, method, path, content: Buffer.from(content).toString('base64') })) {
      respond(plain(503));
      return;
    }
    this.#away.set(id, respond);`,
      replace: `    this.#last += 3;
    const id = this.#last;
    this.#away.set(id, respond);
    const task: Task = { id, method, path, content: Buffer.from(content).toString('base64') };
    if (this.#workers.give(id, task)) return;
    this.#away.delete(id);
    respond(plain(503));`,
    },
    {
      file: 'proactor.ts',
      find: `    this.#away.get(done.id)?.(fromDone(done));
    this.#away.delete(done.id);`,
      replace: `    const { id } = done;
    const respond = this.#away.get(id);
    this.#away.delete(id);
    if (respond !== undefined) respond(fromDone(done));`,
    },
    {
      file: 'worker.ts',
      find: `    const { id, fd, what, phase } = event;
    const connection = connections.get(id) ?? new HttpConnection(fd, ownerOf(id));
    connections.set(id, connection);
    if (what === 'expired') connection.expired(phase);
    else connection[what]();`,
      replace: `    const { id, fd, what, phase } = event;
    let connection = connections.get(id);
    if (connection === undefined) {
      connection = new HttpConnection(fd, ownerOf(id));
      connections.set(id, connection);
    }
    switch (what) {
      case 'start':
        connection.start();
        break;
      case 'readable':
        connection.readable();
        break;
      case 'writable':
        connection.writable();
        break;
      case 'finish':
        connection.finish();
        break;
      case 'expired':
        connection.expired(phase);
        break;
      default:
        connection.close();
    }`,
    },
    {
      file: 'handed.ts',
      find: `    this.#away = false;
    if (ended) {
      close(this.#fd);
      this.#server.ended(this);
      return;
    }
    this.#channel.setWriting(writing);
    this.#channel.setReading(reading);
    if (renewed) this.#server.enter(this, phase);
    const later = this.#later;
    this.#later = null;
    if (later !== null) this.#hand(later);`,
      replace: `    const later = this.#later;
    [this.#away, this.#later] = [false, null];
    if (!ended) {
      if (renewed) this.#server.enter(this, phase);
      this.#channel.setReading(reading);
      this.#channel.setWriting(writing);
      if (later !== null) this.#hand(later);
    } else {
      close(this.#fd);
      this.#server.ended(this);
    }`,
    },
  ],
});
