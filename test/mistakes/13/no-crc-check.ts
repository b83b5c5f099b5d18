import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: 'if (crc32(body) === crc) deliver(code, body);',
      replace: 'if (crc32(body) === crc || body.length > 0) deliver(code, body);',
    },
  ],
  fails: ['a packet with a wrong CRC is dropped, and the next one is delivered'],
});
