import { style } from '#lesson';

/** With readv, writev, peeks of 256 bytes, and decoders that go from byte to byte. */
export default style({
  edits: [
    {
      file: 'stream.ts',
      find: `import { type Fd, recv, write } from '#sys';`,
      replace: `import { type Fd, readv, retryOnEintr, writev } from '#sys';`,
    },
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) {
    const n = recv(conn, bytes.subarray(done)) ?? 0;
    if (n === 0) break;
    done += n;
  }
  return done;`,
      replace: `  let rest = bytes;
  while (rest.length > 0) {
    const room = [rest.subarray(0, 1), rest.subarray(1)];
    const n = retryOnEintr(() => readv(conn, room)) ?? 0;
    if (n === 0) return bytes.length - rest.length;
    rest = rest.subarray(n);
  }
  return bytes.length;`,
    },
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;`,
      replace: `  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + 1000, bytes.length);
    const parts = [bytes.subarray(at, end), bytes.subarray(end)];
    at += retryOnEintr(() => writev(conn, parts)) ?? 0;
  }`,
    },
  ],
});
