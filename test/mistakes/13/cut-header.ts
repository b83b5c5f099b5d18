import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: 'if (this.#state === HEAD_INIT) this.#begin(HEADER);',
      replace: 'if (this.#state <= HEAD_RECEIVING) this.#begin(HEADER);',
    },
  ],
  fails: ['packets are whole, wherever their bytes are cut'],
});
