import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B15',
  edits: [
    {
      file: 'server.ts',
      find: `      close(opened.file);
`,
      replace: `      number.fill(0);
`,
    },
  ],
  fails: ['closes each file when it has been sent'],
});
