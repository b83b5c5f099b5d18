import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'blocking.ts',
      find: `import { type Fd, MSG_PEEK, recv } from '#sys';`,
      replace: `import { type Fd, MSG_PEEK, recv, recvmsg } from '#sys';`,
    },
    {
      file: 'blocking.ts',
      find: 'const peeked = Buffer.alloc(4096);',
      replace: 'const peeked = Buffer.alloc(256);',
    },
    {
      file: 'blocking.ts',
      find: `  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const seen = recv(conn, peeked, MSG_PEEK) ?? 0;
    if (seen === 0) {
      if (length === 0) return null;
      throw new BrokenStream(\`the stream ended after \${length} bytes of a line\`);
    }
    const at = peeked.subarray(0, seen).indexOf(LF);
    const wanted = at < 0 ? seen : at + 1;
    if (length + wanted > max + (at < 0 ? 1 : 2)) throw new BrokenStream(\`a line has more than \${max} bytes\`);
    const piece = Buffer.alloc(wanted);
    readn(conn, piece);
    pieces.push(piece);
    length += wanted;
    if (at >= 0) return withoutEnd(Buffer.concat(pieces), max);
  }`,
      replace: `  let line = Buffer.alloc(0);
  do {
    const seen = peeked.subarray(0, recvmsg(conn, [peeked], 0, MSG_PEEK)?.bytes ?? 0);
    if (seen.length === 0) {
      if (line.length > 0) throw new BrokenStream(\`the end of the stream after \${line.length} bytes of a line\`);
      return null;
    }
    const wanted = seen.includes(LF) ? seen.indexOf(LF) + 1 : seen.length;
    const taken = recv(conn, peeked, 0, wanted) ?? 0;
    line = Buffer.concat([line, peeked.subarray(0, taken)]);
    if (line.length > max + (line.at(-1) === LF ? 2 : 1)) throw new BrokenStream(\`\${max} bytes are allowed\`);
  } while (line.at(-1) !== LF);
  return withoutEnd(line, max);`,
    },
    {
      file: 'blocking.ts',
      find: `  const n = readn(conn, header);
  if (n === 0) return null;
  if (n < header.length) throw new BrokenStream(\`the stream ended after \${n} of 4 bytes of a length\`);
  const length = header.readUInt32BE();
  if (length > max) throw new BrokenStream(\`a message of \${length} bytes, and \${max} are allowed\`);
  const message = Buffer.alloc(length);
  const came = readn(conn, message);
  if (came < length) throw new BrokenStream(\`the stream ended after \${came} of \${length} bytes of a message\`);
  return message;`,
      replace: `  const bytes = new Uint8Array(4);
  const n = readn(conn, bytes);
  if (n % 4 !== 0) throw new BrokenStream('the stream ended inside a length');
  if (n === 0) return null;
  const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (!(length <= max)) throw new BrokenStream(\`a length of \${length}\`);
  const message = Buffer.alloc(length);
  if (readn(conn, message) === length) return message;
  throw new BrokenStream('the stream ended inside a message');`,
    },
  ],
});
