import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B01',
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
