/** The commands of lesson 09's RESP server in idiomatic node:net: a peer of bench/reactor.ts. */
import { createServer } from 'node:net';

const values = new Map();
const EMPTY = Buffer.alloc(0);

/** The complete requests in `bytes`, and the rest. */
function* requestsIn(bytes, done) {
  let at = 0;
  for (;;) {
    const words = [];
    let next = at;
    const line = () => {
      const end = bytes.indexOf('\r\n', next, 'latin1');
      if (end < 0) return null;
      const text = bytes.latin1Slice(next, end);
      next = end + 2;
      return text;
    };
    const head = at < bytes.length ? line() : null;
    if (head === null) break;
    const count = Number(head.slice(1));
    let complete = true;
    for (let i = 0; i < count; i++) {
      const size = line();
      if (size === null || next + Number(size.slice(1)) + 2 > bytes.length) {
        complete = false;
        break;
      }
      const length = Number(size.slice(1));
      words.push(bytes.subarray(next, next + length));
      next += length + 2;
    }
    if (!complete) break;
    yield words;
    at = next;
  }
  done(at);
}

function reply([command, key, value]) {
  switch (command.latin1Slice().toUpperCase()) {
    case 'SET':
      values.set(key.latin1Slice(), Buffer.from(value));
      return '+OK\r\n';
    case 'GET': {
      const found = values.get(key.latin1Slice());
      return found === undefined ? '$-1\r\n' : `$${found.length}\r\n${found.latin1Slice()}\r\n`;
    }
    case 'PING':
      return '+PONG\r\n';
    default:
      return '*0\r\n';
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest = EMPTY;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    const bytes = rest.length === 0 ? data : Buffer.concat([rest, data]);
    let replies = '';
    for (const words of requestsIn(bytes, (at) => (rest = Buffer.from(bytes.subarray(at))))) replies += reply(words);
    if (replies !== '') socket.write(replies, 'latin1');
  });
});
server.listen(0, '127.0.0.1', 4096, () => process.stdout.write(`listening 127.0.0.1:${server.address().port}\n`));
