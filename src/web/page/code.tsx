import type { CodeToken, CodeView } from '../protocol.ts';
import { Scrolls } from './scrolls.tsx';

const indentOf = ([first]: readonly CodeToken[]): number => /^ */.exec(first?.text ?? '')?.[0].length ?? 0;

/** The code of the reference that the step is about. */
export function Code({ code }: { code: CodeView }) {
  return (
    <figure>
      <figcaption>
        {code.file}, step {code.step}
      </figcaption>
      <Scrolls class="source" label={`${code.file}, step ${code.step}`}>
        {code.pieces.map((lines, piece) => (
          <code key={lines[0]?.number ?? piece}>
            {piece > 0 && <span class="gap">⋮{'\n'}</span>}
            {lines.map(({ number, tokens }) => (
              <span class="line" key={number} style={{ '--indent': `${indentOf(tokens)}ch` }}>
                <span class="number" aria-hidden="true">
                  {number}
                </span>
                {tokens.map(({ kind, text }, i) =>
                  kind === 'plain' ? (
                    text
                  ) : (
                    <span class={kind} key={i}>
                      {text}
                    </span>
                  ),
                )}
                {'\n'}
              </span>
            ))}
          </code>
        ))}
      </Scrolls>
    </figure>
  );
}
