import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `    } else if (end === from) this.#state = 'done';
    else this.#trailer(bytes, from, end);`,
      replace: `    } else {
      this.#state = 'done';
      if (end > from) this.#trailer(bytes, from, end);
    }`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
