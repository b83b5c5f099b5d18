import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `    if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();`,
      replace: `    if ((events & EPOLLOUT) !== 0 && this.#watched) this.onWritable();`,
    },
  ],
  fails: ['a callback of a batch removes other channels of it, or changes its own mask'],
});
