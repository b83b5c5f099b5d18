import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (res < 0) this.#fail(errorCode(-res));
    else if (this.#sent ===`,
      replace: '    if (this.#sent ===',
    },
  ],
  fails: ['proactor: buffers of lost connections come back'],
});
