import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pid-file.ts',
      find: `    if (flock(fd, LOCK_EX | LOCK_NB) === null) throw new Failure(\`\${path}: already running, pid \${textOf(fd)}\`);
`,
      replace: `    if (flock(fd, LOCK_EX | LOCK_NB) === null && textOf(fd) === '') throw new Failure(\`\${path}: already running\`);
`,
    },
  ],
  fails: ['a second start is refused, and one after kill -9 is not'],
});
