import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: '    if (flock(fd,',
      replace: `    write(fd, Buffer.from(\`\${getpid()}\\n\`));
    if (flock(fd,`,
    },
  ],
  fails: ['a second start is refused, and one after kill -9 is not'],
});
