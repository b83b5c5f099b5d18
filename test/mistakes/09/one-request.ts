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
  also: ['RESP: pipelined, cut anywhere, and bounded', 'redis-cli and redis-benchmark talk to it'],
});
