import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  } finally {
    close(fd);
  }`,
      replace: `  } finally {
    if (isFile) close(fd);
  }`,
    },
  ],
  fails: ['methods, types and lengths, and no file stays open'],
});
