import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    if (member === undefined || member.leaving) return;
    if (exitCode`,
      replace: `    if (member === undefined || member.leaving || exitCode === 0) return;
    if (exitCode`,
    },
  ],
  fails: ['replaces a worker that has served and then ends by itself, whatever its status'],
});
