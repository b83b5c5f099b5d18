import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'write-all.ts',
      find: `  let done = 0;
  while (done < bytes.length) {
    done += write(fd, bytes.subarray(done)) ?? 0; // null: would block, never with a blocking socket
  }
`,
      replace: `  write(fd, bytes);
`,
    },
  ],
  fails: ['sends the whole echo though each write takes only 7 bytes'],
});
