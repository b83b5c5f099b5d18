import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: '      write(fd, Buffer.from(`${getpid()}\\n`));',
      replace: '      write(fd, Buffer.from(`${getpid() - 1}\\n`));',
    },
  ],
  fails: ['the launcher ends with status 0 once the daemon serves'],
});
