import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B20',
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
