import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `      lines.push(withoutEnd(Buffer.from(this.#line.subarray(0, this.#length)), this.#max));`,
      replace: `      const line = Buffer.from(this.#line.subarray(0, this.#length));
      lines.push(at > from ? withoutEnd(line, this.#max) : line.subarray(0, -1));`,
    },
  ],
  fails: ['LineDecoder: finds every message, however the stream is cut'],
});
