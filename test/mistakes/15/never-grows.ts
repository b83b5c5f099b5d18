import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: 'if (this.buffers.free > 0 || this.buffers.grow()) return true;',
      replace: 'if (this.buffers.free > 0) return true;',
    },
  ],
  fails: ['proactor: clients that do not read hold hundreds of buffers, and another one is served'],
});
