import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'const POLYNOMIAL = 0xedb88320;', replace: 'const POLYNOMIAL = 0x82f63b78;' }],
  fails: ['the CRC32 is that of zlib'],
});
