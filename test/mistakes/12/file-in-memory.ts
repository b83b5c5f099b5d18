import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  if (isFile && size > SMALL) return`,
      replace: `  if (isFile && size > SMALL) {
    const large = Buffer.alloc(size);
    pread(fd, large, 0);
    close(fd);
    return { status: 200, type, body: large };
  }
  if (isFile && size > SMALL) return`,
    },
  ],
  fails: ['methods, types and lengths, and no file stays open'],
});
