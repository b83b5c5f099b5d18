import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      if (goneBefore(error)) return true;
`,
      replace: '',
    },
    { file: 'worker.ts', find: 'import { goneBefore, nothingLeft }', replace: 'import { nothingLeft }' },
  ],
  fails: ['serves all clients that come at once, though one accept fails'],
});
