import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: `  unlink(path);
  close(fd);`,
      replace: `  close(fd);
  unlink(path);`,
    },
  ],
  fails: ['the pid file is the master’s alone, and goes with it'],
});
