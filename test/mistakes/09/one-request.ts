import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'resp.ts',
      find: `    while (at < bytes.length && connection.pending < HIGH_WATER) {
`,
      replace: `    if (at < bytes.length) {
`,
    },
    {
      file: 'resp.ts',
      find: `      if (next < 0) break;
`,
      replace: `      if (next < 0) return;
`,
    },
    {
      file: 'resp.ts',
      find: `  input.consume(at);`,
      replace: `  input.consume(input.length);`,
    },
  ],
  fails: ['speaks RESP: PING, ECHO, SET, GET'],
  also: ['RESP requests may be pipelined or cut anywhere, and are limited in size', 'redis-cli talks to the server'],
});
