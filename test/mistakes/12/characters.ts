import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `isFile ? { status: 200, type, body: contents(fd) }`,
      replace: `isFile ? { status: 200, type, body: contents(fd).subarray(0, contents(fd).toString().length) }`,
    },
    {
      file: 'files.ts',
      find: `function contents(fd: Fd): Uint8Array {`,
      replace: `function contents(fd: Fd): Buffer {`,
    },
  ],
  fails: ['methods, types and lengths, and no file stays open'],
});
