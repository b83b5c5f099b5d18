import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `if (this.#proactor !== null) this.#proactor.handle(request, content, respond);
      else respond`,
      replace: `respond`,
    },
  ],
  fails: [
    'the trace says who reads: the workers in the reactor, the loop in the proactor, whose workers open the files',
  ],
});
