import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (received > size) throw new TrainError(\`more than the \${size} bytes that were announced\`);
`,
      replace: ``,
    },
    {
      file: 'client.ts',
      find: `  if (received < size) throw new TrainError(\`\${received} bytes, and \${size} were announced\`);
`,
      replace: ``,
    },
  ],
  fails: [
    'client: keeps the old file when the new one is one byte shorter than announced',
    'client: keeps the old file when the new one is one byte longer than announced',
  ],
});
