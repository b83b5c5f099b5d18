import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request.ts',
      find: `    if (end > from) this.#line = parseRequestLine`,
      replace: `    this.#line = parseRequestLine`,
    },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
