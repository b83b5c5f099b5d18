import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  #flush(): void {
    const sent = this.#outbox.flush();`,
      replace: `  #flush(): void {
    const before = this.#outbox.packets;
    const sent = this.#outbox.flush();`,
    },
    {
      file: 'client.ts',
      find: 'if (packets > limits.packets || bytes > limits.bytes) {',
      replace: 'if (before > limits.packets || bytes > limits.bytes) {',
    },
  ],
  fails: ['a burst of requests is no fault, when the kernel takes the answers'],
});
