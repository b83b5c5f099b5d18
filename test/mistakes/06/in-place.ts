import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  const draft = \`\${into}/.\${getpid()}.part\`;
  const file = open(draft, O_WRONLY | O_CREAT | O_EXCL);
`,
      replace: `  const draft = \`\${into}/\${name}\`;
  const file = open(draft, O_WRONLY | O_CREAT);
  ftruncate(file, 0 * (O_EXCL + getpid()));
`,
    },
    {
      file: 'client.ts',
      find: `  getpid,
`,
      replace: `  ftruncate,
  getpid,
`,
    },
  ],
  fails: ['client: keeps the old file when the new one breaks off in the middle of a car'],
  also: [
    'client: keeps the old file when the new one breaks off between two cars',
    'client: keeps the old file when the new one is one byte shorter than announced',
    'client: keeps the old file when the new one is one byte longer than announced',
    'client: keeps the old file when the new one does not fit its checksum',
    'client: hangs up on an engine that announces more than a car holds',
  ],
});
