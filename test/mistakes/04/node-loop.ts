import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `import {
  accept4,`,
      replace: `import { createServer } from 'node:net';
import {
  accept4,`,
    },
    {
      file: 'level.ts',
      find: `program(
  import.meta.url,
`,
      replace: `const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer((client) => void client.pipe(client)).listen(port, '127.0.0.1');
void program;
((...args: unknown[]) => args)(
  import.meta.url,
`,
    },
    {
      file: 'level.ts',
      find: `  ({ port, read: readSize }) => {`,
      replace: `  ({ port, read: readSize }: { port: number; read: number }) => {`,
    },
  ],
  fails: ['watches its listener, and sleeps'],
});
