import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B20',
  edits: [
    {
      file: 'timeouts.ts',
      find: `  return ms === 0 ? null : {`,
      replace: `  return {`,
    },
  ],
  fails: ['readTimeout: returns what comes'],
  also: ['acceptTimeout: takes a connection, and gives up when none comes'],
});
