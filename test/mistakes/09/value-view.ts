import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'resp.ts',
      find: `Buffer.from(bytes.subarray(request.lastHeader, next))`,
      replace: `bytes.subarray(request.lastHeader, next)`,
    },
  ],
  fails: ['speaks RESP: PING, ECHO, SET, GET'],
  also: ['RESP: pipelined, cut anywhere, and bounded', 'redis-cli and redis-benchmark talk to it'],
});
