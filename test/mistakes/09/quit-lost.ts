import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `    this.#running = true;
    while`,
      replace: `    this.#running = true;
    this.#quitting = false;
    while`,
    },
  ],
  fails: ['a quit before run is not lost, and queued tasks run before run returns'],
});
