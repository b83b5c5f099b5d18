import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `  #fd: Fd;

`,
      replace: `  #fd: Fd;
  readonly #pid = getpid();

`,
    },
    { file: 'log.ts', find: ' ${getpid()} ', replace: ' ${this.#pid} ' },
  ],
  fails: ['four processes write into one log, and each line is whole'],
});
