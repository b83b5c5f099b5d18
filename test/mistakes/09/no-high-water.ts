import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `this.#channel.setReading(length < HIGH_WATER && this.#state === 'connected')`,
      replace: `this.#channel.setReading(this.#state === 'connected')`,
    },
  ],
  fails: ['a client that reads late gets all bytes, also after its half-close, and memory stays bounded'],
});
