import { style } from '#lesson';

/** A buffer of 100 bytes, and a write for each 7 of them. */
export default style({
  edits: [
    {
      file: 'server.ts',
      find: 'const buffer = Buffer.alloc(4096);',
      replace: 'const buffer = new Uint8Array(100);',
    },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const n = read(conn, buffer);
    if (n === 0 || n === null) return;
    writeAll(conn, buffer.subarray(0, n));
  }`,
      replace: `  let n = read(conn, buffer);
  while (n !== null && n > 0) {
    for (let i = 0; i < n; i += 7) writeAll(conn, buffer.slice(i, Math.min(n, i + 7)));
    n = read(conn, buffer);
  }`,
    },
  ],
});
