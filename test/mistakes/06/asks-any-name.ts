import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'names.ts',
      find: `  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
`,
      replace: ``,
    },
  ],
  fails: ['client: asks for plain names only'],
});
