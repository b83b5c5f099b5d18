import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: '  for (const fd of masters) close(fd);',
      replace: '  for (const fd of masters.slice(0, -1)) close(fd);',
    },
  ],
  fails: ['no process keeps a listener that it does not serve'],
  also: ["a worker holds none of the master's descriptors"],
});
