/** Shows the progress of a transfer on standard error: a bar on a terminal, a few plain lines anywhere else. */

import cliProgress from 'cli-progress';
import { log } from './log.ts';

export interface Progress {
  /** `bytes` bytes have arrived so far. Cheap enough to call after every read. */
  at(bytes: number): void;
  end(): void;
}

export function progress(size: number): Progress {
  return process.stderr.isTTY ? bar(size) : lines(size);
}

function bar(size: number): Progress {
  const format = ' {bar} {percentage} % | {value} of {total} bytes | {eta_formatted} left';
  const single = new cliProgress.SingleBar({ format, hideCursor: true }, cliProgress.Presets.shades_classic);
  single.start(size, 0);
  return { at: (bytes) => single.update(bytes), end: () => single.stop() };
}

/** One line for each quarter: so few that they fit into a pipe without a reader, and never stop the transfer. */
function lines(size: number): Progress {
  let said = 0;
  return {
    at(bytes) {
      const quarters = size === 0 ? 4 : Math.floor((4 * bytes) / size);
      if (quarters > said) log(`${25 * quarters} % of ${size} bytes`);
      said = Math.max(said, quarters);
    },
    end() {},
  };
}
