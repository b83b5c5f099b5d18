import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: 'this.#timer ??= this.#watcher.loop.runAfter(this.#limit',
      replace: 'this.#timer = this.#watcher.loop.runAfter(this.#limit',
    },
  ],
  fails: ['a heartbeat that is left behind does not close the next owner of the slot'],
});
