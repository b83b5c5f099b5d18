import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'import { Failure,',
      replace: "import { createServer } from 'node:http';\nimport { Failure,",
    },
    {
      file: 'server.ts',
      find: `program(
  import.meta.url,
`,
      replace: `const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer((_, response) => void response.end('Hello')).listen(port, '127.0.0.1');
void program;
((...args: unknown[]) => args)(
  import.meta.url,
`,
    },
  ],
  fails: ['GET and HEAD: the bytes of the file, its length and its type'],
});
