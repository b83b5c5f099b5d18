import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `program(
  import.meta.url,
`,
      replace: `const option = (name: string): string => process.argv[process.argv.indexOf(name) + 1] ?? '';
createServer((client) => {
  client.on('data', (line) => {
    const file = readFileSync(\`\${option('--dir')}/\${String(line).slice(4).trim()}\`);
    const size = Buffer.alloc(8);
    size.writeBigInt64BE(BigInt(file.length));
    client.write(Buffer.concat([size, file]));
  });
}).listen(Number(option('--port')), '127.0.0.1');
void program;
((...args: unknown[]) => args)(
  import.meta.url,
`,
    },
    {
      file: 'server.ts',
      find: `import { Copy }`,
      replace: `import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Copy }`,
    },
    {
      file: 'server.ts',
      find: `  ({ port, dir, way }) => {`,
      replace: `  ({ port, dir, way }: { port: number; dir: string; way: string }) => {`,
    },
  ],
  fails: ['copy: sends files of every size exactly'],
});
