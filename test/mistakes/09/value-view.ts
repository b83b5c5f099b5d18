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
  also: ['RESP requests may be pipelined or cut anywhere, and are limited in size', 'redis-cli talks to the server'],
});
