import { style } from '#lesson';

/** TCP_CORK for MSG_MORE, smaller turns of sendfile, names and lists taken apart by hand, the shortest deadline by a scan of all queues. */
export default style({
  edits: [
    {
      file: 'lines.ts',
      find: `    const { length } = bytes;
    let at = from + this.#seen;
    for (; at < length; at++) {
      const byte = bytes[at] as number;
      if ((byte >= SP && byte !== DEL) || byte === HTAB) continue;
      if (byte !== CR) throw new Refusal(400, \`byte \${byte} in a line\`);
      if (at + 1 === length) break;
      if (bytes[at + 1] !== LF) throw new Refusal(400, 'CR without LF');
      if (at - from > limit) break;
      this.#seen = 0;
      return at;
    }
    if (at - from > limit) throw new Refusal(tooLong, \`a line of more than \${limit} bytes\`);
    this.#seen = at - from;
    return -1;`,
      replace: `    const isText = (byte: number | undefined): boolean =>
      byte === HTAB || (byte !== undefined && byte >= SP && byte !== DEL);
    let at = from + this.#seen;
    while (isText(bytes[at])) at += 1;
    this.#seen = at - from;
    const [first, second] = [bytes[at], bytes[at + 1]];
    if (first !== undefined && first !== CR) throw new Refusal(400, 'a control character');
    if (first === CR && second !== undefined && second !== LF) throw new Refusal(400, 'a lone CR');
    if (this.#seen > limit) throw new Refusal(tooLong, 'the line has no end');
    if (first === undefined || second === undefined) return -1;
    this.#seen = 0;
    return at;`,
    },
    {
      file: 'request-line.ts',
      find: `  const [, method = '', target = '', major, minor] = LINE.exec(line) ?? [];
  if (major === undefined) throw new Refusal(400, 'no request line');
  if (major !== '1') throw new Refusal(505, \`version \${major}.\${minor}\`);
  if (!METHODS.has(method)) throw new Refusal(501, \`method \${method}\`);
  return { method, target, minor: minor === '0' ? 0 : 1 };`,
      replace: `  if (!LINE.test(line)) throw new Refusal(400, 'not METHOD TARGET VERSION');
  const [method = '', target = '', version = ''] = line.split(' ');
  const [major, minor] = version.slice('HTTP/'.length).split('.').map(Number);
  if (major !== 1) throw new Refusal(505, version);
  if (![...METHODS].includes(method)) throw new Refusal(501, method);
  return { method, target, minor: Math.min(1, minor ?? 0) };`,
    },
    {
      file: 'body.ts',
      find: `  if (coding === undefined) return length === undefined ? 0 : lengthOf(length);
  if (length !== undefined || minor === 0) throw new Refusal(400, 'Transfer-Encoding beside Content-Length, or in 1.0');
  const codings = coding.split(',').map((one) => one.replace(/^[ \\t]+|[ \\t]+$/g, '').toLowerCase());
  const named = codings.filter((one) => one !== '');
  if (named.indexOf('chunked') !== named.length - 1) throw new Refusal(400, 'chunked is not the last coding');
  if (named.length !== 1) throw new Refusal(named.length === 0 ? 400 : 501, \`coding \${coding}\`);
  return 'chunked';`,
      replace: `  if (coding !== undefined && length !== undefined) throw new Refusal(400, 'two ways to say where it ends');
  if (length !== undefined) return lengthOf(length);
  if (coding === undefined) return 0;
  if (minor === 0) throw new Refusal(400, 'chunks in HTTP/1.0');
  const names: string[] = [];
  for (const part of coding.toLowerCase().split(',')) {
    const [, name = ''] = /^[ \\t]*(.*?)[ \\t]*$/.exec(part) ?? [];
    if (name !== '') names.push(name);
  }
  const last = names.pop();
  if (last !== 'chunked' || names.includes('chunked')) throw new Refusal(400, 'chunked, once, at the end');
  if (names.length > 0) throw new Refusal(501, names.join());
  return 'chunked';`,
    },
    {
      file: 'body.ts',
      find: `    let at = 0;
    while (this.#state !== 'done') {
      if (this.#state === 'data') {
        const from = at;
        at += this.#data(bytes, from);
        if (at === from) return at;
        continue;
      }
      const end = this.#lines.find(bytes, at, MAX_LINE, this.#state === 'trailers' ? 431 : 400);
      if (end < 0) return at;
      this.#line(bytes, at, end);
      at = end + 2;
    }
    return at;`,
      replace: `    const step = (at: number): number => {
      if (this.#state === 'data') return this.#data(bytes, at);
      const end = this.#lines.find(bytes, at, MAX_LINE, this.#state === 'trailers' ? 431 : 400);
      if (end === -1) return 0;
      this.#line(bytes, at, end);
      return end - at + 2;
    };
    let taken = 0;
    while (!this.done) {
      const more = step(taken);
      if (more === 0) break;
      taken += more;
    }
    return taken;`,
    },
    {
      file: 'files.ts',
      find: `  const query = path.indexOf('?');
  const raw = query < 0 ? path : path.slice(0, query);
  const name = decoded(raw);
  if (name.includes('\\0')) throw new Refusal(400, 'NUL in a path');
  return name.endsWith('/') ? \`\${name.slice(1)}\${INDEX}\` : name.slice(1);`,
      replace: `  const [raw = ''] = path.split('?', 1);
  const letters = [...decoded(raw)].slice(1);
  if (letters.indexOf('\\0') >= 0) throw new Refusal(400, 'a NUL');
  if (letters.length === 0 || letters.at(-1) === '/') letters.push(...INDEX);
  return letters.join('');`,
    },
    {
      file: 'handler.ts',
      find: `  switch (method) {
    case 'GET':
    case 'HEAD':
      return folder.find(path);
    case 'POST':
      return { status: 200, type: 'application/octet-stream', body: content };
    case 'OPTIONS':
      return { status: 204, allow: ALLOW, body: Buffer.alloc(0) };
    default:
      return plain(405, ALLOW);
  }`,
      replace: `  if (method === 'GET' || method === 'HEAD') return folder.find(path);
  const answers: Readonly<Record<string, () => Answer>> = {
    POST: () => ({ status: 200, type: 'application/octet-stream', body: content }),
    OPTIONS: () => ({ status: 204, allow: ALLOW, body: new Uint8Array(0) }),
  };
  return answers[method]?.() ?? plain(405, ALLOW);`,
    },
    {
      file: 'output.ts',
      find: `import { type Fd, MSG_MORE, MSG_NOSIGNAL, send } from '#sys';`,
      replace: `import { type Fd, IPPROTO_TCP, MSG_NOSIGNAL, send, setsockopt, TCP_CORK } from '#sys';`,
    },
    { file: 'output.ts', find: `      let flags = MSG_NOSIGNAL;`, replace: `      const flags = MSG_NOSIGNAL;` },
    {
      file: 'output.ts',
      find: `      if (this.#file !== null) flags |= MSG_MORE;`,
      replace: `      if (this.#file !== null) setsockopt(socket, IPPROTO_TCP, TCP_CORK, true);`,
    },
    {
      file: 'output.ts',
      find: `    if (result !== 'more') this.close();
    return result !== 'short';`,
      replace: `    if (result === 'more') return true;
    this.close();
    setsockopt(socket, IPPROTO_TCP, TCP_CORK, false);
    return result === 'sent';`,
    },
    { file: 'file-body.ts', find: `const TURN = 1 << 20;`, replace: `const TURN = 300_000;` },
    {
      file: 'file-body.ts',
      find: `    while (this.#offset < turn) {
      const n = sendfile(socket, this.#fd, this.#offset, turn - this.#offset);
      if (n === null) return 'more';
      if (n === 0) return 'short';
      this.#offset += n;
    }
    return this.#offset === this.#size ? 'sent' : 'more';`,
      replace: `    for (let left = turn - this.#offset; left > 0; left = turn - this.#offset) {
      const sent = sendfile(socket, this.#fd, this.#offset, Math.min(70_000, left));
      if (!sent) return sent === 0 ? 'short' : 'more';
      this.#offset += sent;
    }
    return this.#offset < this.#size ? 'more' : 'sent';`,
    },
    {
      file: 'deadlines.ts',
      find: `    this.#timer = null;
    const now = performance.now();
    for (const [phase, queue] of this.#queues) {
      for (const [item, due] of queue) {
        if (due > now) {
          this.#arm(due);
          break;
        }
        this.clear(item);
        this.#expired(item, phase);
      }
    }`,
      replace: `    this.#timer = null;
    const now = performance.now();
    const entries = [...this.#queues].flatMap(([phase, queue]) => [...queue].map(([item, due]) => ({ phase, item, due })));
    for (const { phase, item, due } of entries.filter((entry) => entry.due <= now)) {
      if (this.#queues.get(phase)?.get(item) !== due) continue; // an earlier report has moved it
      this.clear(item);
      this.#expired(item, phase);
    }
    const later = [...this.#queues.values()].flatMap((queue) => [...queue.values()]);
    if (later.length > 0) this.#arm(Math.min(...later));`,
    },
  ],
});
