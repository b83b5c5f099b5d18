import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: '      sigaction(signum, { handler: (_signum, { pid }) => this.#note({ signum, pid }) });',
      replace:
        '      if (signum !== SIGTERM) sigaction(signum, { handler: (_signum, { pid }) => this.#note({ signum, pid }) });',
    },
  ],
  fails: ['starts workers, and sleeps while there is nothing to do'],
  also: ['no signal falls between the look and the sleep', 'sees each of several signals that come together'],
});
