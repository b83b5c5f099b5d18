import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    else if (phase === 'head' || phase === 'body')
      this.#guarded(() => {
        this.#refuse(new Refusal(408, \`the \${phase} does not come to its end\`));
        this.#serve(this.#input);
      });
    else this.close();`,
      replace: `    else this.close();`,
    },
  ],
  fails: ['a head that does not come to its end is refused with 408, however often a byte of it comes'],
});
