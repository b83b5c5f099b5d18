/** Echo server on node:net: a peer of bench/reactor.ts. */
import { createServer } from 'node:net';

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => socket.write(data));
});
server.listen(0, '127.0.0.1', 4096, () => process.stdout.write(`listening 127.0.0.1:${server.address().port}\n`));
