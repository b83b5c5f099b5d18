import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `        if (wantsContinue(request) && !this.#body.done && buffer.length === 0) this.#output.append(CONTINUE);
`,
      replace: ``,
    },
  ],
  fails: ['Expect: 100-continue is answered before the body comes, and only then'],
});
