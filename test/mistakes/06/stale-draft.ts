import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  const draft = \`\${into}/.\${getpid()}.part\`;
  const file = open(draft, O_WRONLY | O_CREAT | O_EXCL);
`,
      replace: `  const draft = \`\${into}/.\${name}.part\`;
  const file = open(draft, O_WRONLY | O_CREAT);
`,
    },
    {
      file: 'client.ts',
      find: `  getpid,
`,
      replace: ``,
    },
    {
      file: 'client.ts',
      find: `  O_EXCL,
`,
      replace: ``,
    },
  ],
  fails: ['client: writes into a new file, whatever a killed client has left'],
});
