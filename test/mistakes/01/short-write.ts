import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'write-all.ts',
      find: `  let done = 0;
  while (done < bytes.length) {
    done += write(fd, bytes.subarray(done)) ?? 0; // null: would block, which a blocking socket never says
  }
`,
      replace: `  write(fd, bytes);
`,
    },
  ],
  fails: ['writes all of it though the kernel takes a few bytes a call'],
});
