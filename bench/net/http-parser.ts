/** Measures the parser of lesson 12 on typical requests, and feeds it random and mutated ones. `REQUESTS` */

import { Refusal } from '../../lessons/12-http-server/refusal.ts';
import { BodyReader, framingOf } from '../../solutions/12-http-server/body.ts';
import { RequestParser } from '../../solutions/12-http-server/request.ts';

const TYPICAL = Buffer.from(
  'GET /images/logo.png?version=3 HTTP/1.1\r\nHost: www.example.com\r\nConnection: keep-alive\r\n' +
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36\r\n' +
    'Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8\r\nAccept-Encoding: gzip, deflate, br\r\n' +
    'Accept-Language: en-GB,en;q=0.9\r\nReferer: http://www.example.com/index.html\r\nCookie: session=0123456789abcdef\r\n\r\n',
);

function speed(): void {
  const bytes = Buffer.concat(Array.from({ length: 100 }, () => TYPICAL));
  const parser = new RequestParser();
  const once = (): void => {
    for (let at = 0; at < bytes.length; parser.reset()) at += parser.read(bytes.subarray(at));
  };
  for (let i = 0; i < 300; i++) once();
  const rounds = 1500;
  const { user: before } = process.cpuUsage();
  for (let i = 0; i < rounds; i++) once();
  const seconds = (process.cpuUsage().user - before) / 1e6;
  const megabytes = (rounds * bytes.length) / 1e6;
  process.stdout.write(`${Math.round(megabytes / seconds)} MB a second of requests of ${TYPICAL.length} bytes\n`);
}

const SEEDS = [
  TYPICAL,
  Buffer.from('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: h\r\n\r\n'),
  Buffer.from('POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n'),
  Buffer.from('OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\nExpect: 100-continue\r\nConnection: close, x\r\n\r\n'),
];
const SPICE = Buffer.from('\r\n\0 \t:;,/%"HTTP/1.1chunked0123456789abcdef\xff\x7f', 'latin1');

/** xorshift32: the same requests for the same seed. */
let state = Number(process.env['LAB_SEED'] ?? 20_260);
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

function mutated(): Buffer {
  if (random(10) === 0) return Buffer.from(Array.from({ length: random(80) }, () => random(256)));
  const bytes = Buffer.from(SEEDS[random(SEEDS.length)] as Buffer);
  for (let i = random(4) + 1; i > 0; i--) bytes[random(bytes.length)] = SPICE[random(SPICE.length)] as number;
  return random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}

/** Parses a stream in two pieces; throws what is not a Refusal. Returns whether it was refused. */
function feed(stream: Buffer): boolean {
  const parser = new RequestParser();
  let body: BodyReader | null = null;
  let left = Buffer.alloc(0);
  const cut = random(stream.length + 1);
  try {
    for (const piece of [stream.subarray(0, cut), stream.subarray(cut)]) {
      let bytes = Buffer.concat([left, piece]);
      for (let before = -1; before !== bytes.length; ) {
        before = bytes.length;
        if (parser.request === null) bytes = bytes.subarray(parser.read(bytes));
        if (parser.request === null) break;
        body ??= new BodyReader(framingOf(parser.request));
        bytes = bytes.subarray(body.read(bytes));
        if (!body.done) break;
        parser.reset();
        body = null;
      }
      left = Buffer.from(bytes);
    }
    return false;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return true;
  }
}

function rough(count: number): void {
  let refused = 0;
  const before = process.memoryUsage().rss;
  for (let i = 0; i < count; i++) if (feed(mutated())) refused++;
  const grown = (process.memoryUsage().rss - before) / 1e6;
  process.stdout.write(
    `${count.toLocaleString('en')} random and mutated requests: ${refused.toLocaleString('en')} refused, no other error, ${grown.toFixed(0)} MB more memory\n`,
  );
}

speed();
rough(Number(process.argv[2] ?? 1_000_000));
