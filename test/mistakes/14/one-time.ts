import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `  #fd: Fd;

`,
      replace: `  #fd: Fd;
  readonly #t = new Date();

`,
    },
    { file: 'log.ts', find: 'new Date().toISOString()', replace: 'this.#t.toISOString()' },
  ],
  fails: ['four processes write into one log, and each line is whole'],
});
