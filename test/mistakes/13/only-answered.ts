import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    this.#server.alive(this.ticket);
    const answer`,
      replace: '    const answer',
    },
    {
      file: 'client.ts',
      find: 'if (answer !== null) this.#outbox.add(answer);',
      replace: `if (answer === null) return;
    this.#server.alive(this.ticket);
    this.#outbox.add(answer);`,
    },
  ],
  fails: ['any packet is life, but half a packet is none'],
});
