import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'stream.ts',
      find: `  while (done < bytes.length) {
    const n = recv(conn, bytes.subarray(done)) ?? 0;
    if (n === 0) break;
    done += n;
  }
`,
      replace: `  done += recv(conn, bytes.subarray(done)) ?? 0;
`,
    },
  ],
  fails: ['receiver: takes records byte by byte'],
  also: ['receiver: takes messages behind a length byte by byte', 'receiver: takes lines byte by byte'],
});
