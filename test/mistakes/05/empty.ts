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
    'LengthDecoder: reports a stream that ends inside a message',
    'receiver: decodes messages, also when all of them come at once',
    'LengthDecoder: refuses a message over the maximum',
  ],
});
