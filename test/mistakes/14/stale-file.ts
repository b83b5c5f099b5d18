import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: '    if (flock(fd,',
      replace: `    if (textOf(fd) !== '') throw new Failure(\`\${path}: already running, pid \${textOf(fd)}\`);
    if (flock(fd,`,
    },
  ],
  fails: ['a second start is refused, and one after kill -9 is not'],
});
