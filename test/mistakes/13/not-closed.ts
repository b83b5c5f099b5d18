import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'if (n === 0) this.#finish();',
      replace: 'if (n === 0) this.#channel.setReading(false);',
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
