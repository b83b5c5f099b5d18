import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'bank.ts',
      find: `    return this.#mutex(0).with(() => {
`,
      replace: `    return ((act: () => boolean) => act())(() => {
`,
    },
  ],
  fails: ['two transfers in opposite directions never wait for each other, and both accounts are locked'],
});
