import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: `    this.#header = null;
    this.#part = NO_BYTES;
    this.#state = HEAD_INIT;
    if (crc32(body) === crc) deliver(code, body);
    else this.dropped++;`,
      replace: `    if (crc32(body) !== crc) {
      this.dropped++;
      this.#state = HEAD_INIT;
      return;
    }
    this.#header = null;
    this.#part = NO_BYTES;
    this.#state = HEAD_INIT;
    deliver(code, body);`,
    },
  ],
  fails: ['a packet with a wrong CRC is dropped, and the next one is delivered'],
});
