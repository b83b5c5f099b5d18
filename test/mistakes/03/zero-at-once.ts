import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `  return ms === 0 ? null : {`,
      replace: `  return {`,
    },
  ],
  fails: ['readTimeout: returns the bytes that come'],
  also: ['acceptTimeout: takes a connection, and gives up when none comes'],
});
