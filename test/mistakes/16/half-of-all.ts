import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'words.ts',
      find: `  if (row.state !== 'CLOSE_WAIT') return [];
`,
      replace: `  if (row.state === 'LISTEN') return [];
`,
    },
  ],
  fails: ['a listener has connections that wait, and CLOSE_WAIT says which half is missing'],
});
