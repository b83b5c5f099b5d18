import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'return ~crc >>> 0;', replace: 'return crc >>> 0;' }],
  fails: ['the CRC32 is that of zlib'],
});
