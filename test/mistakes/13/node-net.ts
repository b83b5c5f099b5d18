import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'import { listenOn,',
      replace: `import { createServer } from 'node:net';
import { listenOn,`,
    },
    {
      file: 'server.ts',
      find: `program(
  import.meta.url,
`,
      replace: `const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const users = new Dispatcher();
const caller = { name: '', give: () => false };
createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 8 && rest.length >= rest.readUInt16BE(0)) {
      const packet = rest.subarray(0, rest.readUInt16BE(0));
      rest = rest.subarray(packet.length);
      socket.write(users.answerTo(packet.readUInt16BE(2), packet.subarray(8), caller) ?? '');
    }
  });
}).listen(port, '127.0.0.1');
void program;
((...args: unknown[]) => args)(
  import.meta.url,
`,
    },
  ],
  fails: ['ping, echo, register and login are answered, each with its own code'],
});
