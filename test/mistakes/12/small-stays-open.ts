import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: 'if (isFile && size > SMALL)',
      replace: 'if (isFile && size >= SMALL)',
    },
  ],
  fails: ['methods, types and lengths, and no file stays open'],
});
