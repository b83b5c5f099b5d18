/** The packets of lesson 13 on node:net, echoed: a peer of bench/messages.ts. */
import { createServer } from 'node:net';
import { crc32 } from 'node:zlib';

const HEADER = 8;

const server = createServer({ noDelay: true }, (socket) => {
  let input = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    input = input.length === 0 ? data : Buffer.concat([input, data]);
    const answers = [];
    let at = 0;
    while (input.length - at >= HEADER) {
      const length = input.readUInt16BE(at);
      if (length < HEADER) return socket.destroy();
      if (input.length - at < length) break;
      const body = input.subarray(at + HEADER, at + length);
      if (crc32(body) === input.readUInt32BE(at + 4)) {
        const answer = Buffer.allocUnsafe(length);
        input.copy(answer, 0, at, at + 4);
        answer.writeUInt32BE(crc32(body), 4);
        body.copy(answer, HEADER);
        answers.push(answer);
      }
      at += length;
    }
    input = input.subarray(at);
    if (answers.length > 0) socket.write(Buffer.concat(answers));
  });
});
server.listen(0, '127.0.0.1', 4096, () => process.stdout.write(`listening 127.0.0.1:${server.address().port}\n`));
