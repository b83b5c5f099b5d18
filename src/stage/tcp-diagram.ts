/** The eleven states of TCP as a picture of 38 columns, in which the states of the two ends of a connection are marked. */

const LINES = [
  '               .CLOSE.',
  '     listen  /        \\  SYN sent',
  '     .LISTEN.        .SYN_SENT.',
  '  SYN came |            | SYN came',
  '    .SYN_RECV.          |',
  '   ACK came \\           |',
  '            .ESTABLISHED.',
  '  FIN sent  /         \\  FIN came',
  '   .FIN_WAIT1.      .CLOSE_WAIT.',
  '  ACK |   \\ FIN came     | FIN sent',
  '      |  .CLOSING.   .LAST_ACK.',
  '   .FIN_WAIT2. | ACK     | ACK',
  '  FIN |        |         |',
  '   .TIME_WAIT. -- 60 s -- .CLOSE.',
] as const;

const STATE = /\.([A-Z_]+\d?)\./g;

/** `[this end]` and `(the other end)`; `[(both)]`. Other names, such as `none`, mark nothing. */
export function tcpDiagram(here: string, there: string): string[] {
  const picture = LINES.map((line) =>
    line.replace(STATE, (_, state: string) => {
      if (state === here) return state === there ? `[(${state})]` : `[${state}]`;
      return state === there ? `(${state})` : ` ${state} `;
    }),
  );
  return [...picture, '[this end]   (the other end)'];
}

/** The states that the picture has. */
export const drawnStates = (): string[] =>
  LINES.flatMap((line) => [...line.matchAll(STATE)].map(([, state = '']) => state));
