import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: 'this.#output.push({ buffer, length: res });',
      replace: 'this.#output.splice(this.#sending ? 1 : 0, 0, { buffer, length: res });',
    },
  ],
  fails: ['proactor: sends back the bytes that it receives'],
});
