import type { ProgramView } from '../protocol.ts';
import { Scrolls } from './scrolls.tsx';

const IN_ORDER = 'exited with status 0';

/** The output of the programs, live. */
export function Terminals({ programs }: { programs: readonly ProgramView[] }) {
  return (
    <>
      {programs.map(({ pid, name, lines, earlier, end }) => (
        <figure class="terminal" key={pid}>
          <figcaption>
            {name} {pid} {end !== null && <strong class={end === IN_ORDER ? 'ended' : 'ended badly'}>{end}</strong>}
          </figcaption>
          <Scrolls class="" label={`Output of ${name} ${pid}`} follow>
            {earlier > 0 && `… ${earlier} lines before\n`}
            {lines.length === 0 ? '(nothing yet)' : lines.join('\n')}
          </Scrolls>
        </figure>
      ))}
    </>
  );
}
