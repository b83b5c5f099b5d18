import type { Ending } from './client-socket.ts';
import type { TcpRow } from './kernel/tcp.ts';
import type { Situation } from './situation.ts';

/** The state of an exchange at the moment it failed. */
export interface EchoSeen {
  readonly got: Buffer;
  readonly sent: Uint8Array;
  readonly ending: Ending;
  readonly situation: Situation | null;
  readonly serverRow: TcpRow | null;
}

export type EchoDiagnose = (seen: EchoSeen) => string | undefined;

/** The failed exchange in words; `problem` is why the wait for it ended. */
export function describeEcho(seen: EchoSeen, problem: string | undefined): string {
  const count = `${seen.got.length} of ${seen.sent.length} bytes`;
  if (seen.ending === 'eof') return `${count}, then the server closed the connection`;
  if (seen.ending === 'reset') return `${count}, then a reset (RST)`;
  if (seen.got.length > seen.sent.length) return `${seen.got.length} bytes, where ${seen.sent.length} were sent`;
  if (seen.got.length === seen.sent.length) return `${count}, but not the same`;
  return `${count}, then ${problem ?? 'nothing more'}`;
}
