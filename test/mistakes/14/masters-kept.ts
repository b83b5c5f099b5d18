import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: `  for (const fd of masters) close(fd);
`,
      replace: '',
    },
    {
      file: 'spawn.ts',
      find: '_exit, close, type Fd',
      replace: '_exit, type Fd',
    },
  ],
  fails: ["a worker holds none of the master's descriptors", 'the pid file is the master’s alone, and goes with it'],
});
