import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: 'const taken = bytes.copy(this.#part, this.#got, at);',
      replace: 'const taken = bytes.copy(this.#part, this.#state === BODY_RECEIVING ? 0 : this.#got, at);',
    },
  ],
  fails: ['packets are whole, wherever their bytes are cut'],
});
