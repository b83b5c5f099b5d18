import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B15',
  edits: [
    {
      file: 'stream.ts',
      find: `  for (let done = 0; done < bytes.length; ) done += write(conn, bytes.subarray(done)) ?? 0;
`,
      replace: `  write(conn, bytes);
`,
    },
  ],
  fails: ['sender: writes everything, however few bytes the kernel takes'],
});
