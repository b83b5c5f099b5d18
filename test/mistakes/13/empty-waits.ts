import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'packet-reader.ts', find: 'if (this.#part.length > 0) return;', replace: 'return;' }],
  fails: ['a packet is delivered with its last byte: it does not wait for the next one'],
  also: ['packets are whole, wherever their bytes are cut'],
});
