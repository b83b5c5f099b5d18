import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    received += car.length;
`,
      replace: `    received += car.length;
    write(1, Buffer.from(\`\\r\${received} of \${size}\`));
`,
    },
  ],
  fails: ['client: finishes although its standard output is never read'],
});
