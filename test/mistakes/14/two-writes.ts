import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: 'retryOnEintr(() => write(this.#fd, Buffer.from(line)));',
      replace: `retryOnEintr(() => write(this.#fd, Buffer.from(line.trimEnd())));
      retryOnEintr(() => write(this.#fd, Buffer.from('\\n')));`,
    },
  ],
  fails: ['writes each line with one write'],
  also: ['four processes write into one log, and each line is whole'],
});
