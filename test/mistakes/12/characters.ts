import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `isFile ? { status: 200, type, body: contents(fd, size) }`,
      replace: `isFile ? { status: 200, type, body: contents(fd, size).subarray(0, contents(fd, size).toString().length) }`,
    },
    {
      file: 'files.ts',
      find: `function contents(fd: Fd, size: number): Uint8Array {`,
      replace: `function contents(fd: Fd, size: number): Buffer {`,
    },
  ],
  fails: ['methods, types and lengths, and no file stays open'],
});
