import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `this.#channel.reading) this.#guarded(this.#receive);
    });`,
      replace: `this.#channel.reading) this.#receive();
    });`,
    },
  ],
  fails: ['a callback that throws in a later turn of a flood ends its own connection only'],
});
