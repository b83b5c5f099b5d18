import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'persistence.ts',
      find: `  if (expect.toLowerCase() !== '100-continue') throw new Refusal(417, \`Expect: \${expect}\`);
  return true;
`,
      replace: `  return expect.toLowerCase() === '100-continue';
`,
    },
  ],
  fails: ['Expect: 100-continue is answered before the body comes, and only then'],
});
