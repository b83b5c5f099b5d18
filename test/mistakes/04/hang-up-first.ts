import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'edge.ts', find: `of this.#interest.wait(`, replace: `of this.#hangUps(` },
    {
      file: 'edge.ts',
      find: `  stop(): void {`,
      replace: `  #hangUps(timeout: number) {
    return this.#interest.wait(timeout).filter(({ fd, events }) => {
      const client = this.#clients.get(fd);
      if (client === undefined || (events & (EPOLLRDHUP | 0x18)) === 0) return true;
      this.#drop(client);
      return false;
    });
  }

  stop(): void {`,
    },
  ],
  fails: ['edge: answers a request that came together with the end of the stream'],
  also: ['edge: loses no bytes of a client that reads late', 'edge: serves two clients in turn'],
});
