import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'dispatcher.ts',
      find: 'this.#handlers[ECHO] = (body) => encode(ECHO, body);',
      replace:
        'this.#handlers[ECHO] = (body) => encode(ECHO, Buffer.concat([body, Buffer.alloc(8)]).subarray(0, 29_992));',
    },
  ],
  fails: ['ping, echo, register and login are answered, each with its own code'],
});
