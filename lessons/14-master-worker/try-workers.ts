/** A master whose workers only sleep: what they inherit can be looked at, and what signals do. */
import { log, program } from '#program';
import { close, O_CLOEXEC, O_RDONLY, open, SIGCHLD, SIGTERM, sigsuspend, WNOHANG, waitpid } from '#sys';
import process from 'node:process';
import { MASTER_SIGNALS, Signals } from './signals.ts';
import { startWorker } from './spawn.ts';

program(
  import.meta.url,
  {
    about: 'Starts workers that sleep until a signal ends them.',
    options: { workers: { default: 3, about: 'number of workers' } },
  },
  ({ workers }) => {
    const signals = new Signals();
    const masters = open(process.execPath, O_RDONLY | O_CLOEXEC); // stands for what belongs to the master alone
    for (let i = 0; i < workers; i++) {
      const pid = startWorker([masters], () => {
        for (;;) sigsuspend(signals.outside);
      });
      log(`worker ${pid}`);
    }
    for (let told = false; !told; ) {
      for (const { signum } of signals.sleep()) {
        if (signum === SIGCHLD) while (waitpid(-1, WNOHANG) !== null);
        if (signum === SIGTERM) told = true;
        log(`told ${MASTER_SIGNALS.indexOf(signum)}: signal ${signum}`);
      }
    }
    close(masters);
  },
);
