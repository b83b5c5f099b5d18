import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `this.#proactor.handle(request, content, respond);`,
      replace: `respond(answerTo(request, content, this.#folder));`,
    },
  ],
  fails: [
    'the trace says who reads: the workers in the reactor, the loop in the proactor, whose workers open the files',
  ],
});
