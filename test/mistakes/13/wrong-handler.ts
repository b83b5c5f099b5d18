import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'dispatcher.ts', find: 'this.#handlers[REGISTER] =', replace: 'this.#handlers[LOGIN] =' },
    {
      file: 'dispatcher.ts',
      find: 'this.#handlers[LOGIN] = (body, caller)',
      replace: 'this.#handlers[REGISTER] = (body, caller)',
    },
  ],
  fails: ['ping, echo, register and login are answered, each with its own code'],
});
