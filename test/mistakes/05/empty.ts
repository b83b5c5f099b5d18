import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `        if (this.#message.length > 0) continue;
`,
      replace: `        continue;
`,
    },
  ],
  fails: ['LengthDecoder: finds every message, however the stream is cut'],
  also: [
    'LengthDecoder: says so when the stream ends inside a message',
    'receiver: decodes what comes, also when everything comes at once',
    'LengthDecoder: has a bound',
  ],
});
