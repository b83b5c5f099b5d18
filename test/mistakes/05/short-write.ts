import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;
`,
      replace: `  write(conn, bytes);
`,
    },
  ],
  fails: ['sender: sends every byte when write takes only a few at a time'],
});
