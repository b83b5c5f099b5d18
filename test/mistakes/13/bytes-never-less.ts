import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: `    this.#bytes -= taken;
`,
      replace: '',
    },
  ],
  fails: ['a burst of requests is no fault, when the kernel takes the answers'],
});
