import { useEffect, useRef } from 'preact/hooks';
import type { PageState, Told } from '../protocol.ts';
import { run, runAgain } from './keys.ts';
import { Scrolls } from './scrolls.tsx';

/** The introduction of a step, and its question. */
export function Question({ state }: { state: PageState }) {
  const { step, phase } = state;
  return (
    <section aria-label="The question">
      <p class="say">{step.say}</p>
      <h2 class="predict">Predict</h2>
      <p class="question">{step.question}</p>
      {phase === 'asking' ? (
        <div class="choices">
          {step.choices.map(({ key, text }, i) => (
            <button type="button" key={text} onClick={() => run(state, i)}>
              <kbd>{key}</kbd> {text}
            </button>
          ))}
          <button type="button" class="quiet" onClick={() => run(state, null)}>
            <kbd>space</kbd> show me
          </button>
        </div>
      ) : (
        <Choices state={state} />
      )}
    </section>
  );
}

/** The choices: marks the prediction and, once the step has been played, the right answer. */
function Choices({ state: { step, chosen, reveal } }: { state: PageState }) {
  return (
    <ul class="choices">
      {step.choices.map(({ text }, i) => {
        const right = reveal?.answer === i;
        const mine = chosen === i;
        return (
          <li key={text} class={right ? 'right' : mine ? 'mine' : ''}>
            {right && <span class="mark">✓</span>} {text}
            {mine && <span class="note"> predicted</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** The output of the step while it plays, then the verdict on the prediction, and the conclusion. */
export function Results({ state }: { state: PageState }) {
  const { told, phase, reveal } = state;
  const end = useRef<HTMLDivElement>(null);
  const begin = useRef<HTMLHeadingElement>(null);
  // A pressed button of the question is gone, and its focus with it: the focus moves here.
  useEffect(() => {
    if (document.activeElement === document.body) begin.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [told.length, phase]);
  return (
    <section aria-label="What happens">
      <h2 ref={begin} tabIndex={-1}>
        {phase === 'playing' ? 'It runs …' : 'What happened'}
      </h2>
      <div role="log" aria-live="polite">
        {told.map((one, i) => (
          <Line key={i} told={one} />
        ))}
      </div>
      <div role="status">
        {reveal !== null && (
          <>
            <p class="verdict">{verdict(state)}</p>
            <p class="proves">{reveal.proves}</p>
          </>
        )}
      </div>
      {phase === 'done' && (
        <button type="button" class="quiet" onClick={() => runAgain(state)}>
          <kbd>r</kbd> run again
        </button>
      )}
      <div ref={end} />
    </section>
  );
}

function Line({ told }: { told: Told }) {
  switch (told.kind) {
    case 'say':
      return <p>{told.text}</p>;
    case 'show':
      return (
        <figure class="evidence">
          <figcaption>{told.title}</figcaption>
          <Scrolls class="" label={told.title}>
            {told.lines.join('\n')}
          </Scrolls>
        </figure>
      );
    case 'claim':
      return (
        <p class={told.holds ? 'claim holds' : 'claim fails'}>
          <span class="mark">{told.holds ? '✓' : '✗'}</span> {told.text}
          {!told.holds && <strong> not so</strong>}
        </p>
      );
  }
}

/** The right answer, and the prediction without a judgement. */
function verdict({ step, chosen, reveal }: PageState): string {
  const right = step.choices[reveal?.answer ?? 0]?.text ?? '';
  if (chosen === null) return `The answer: ${right}`;
  if (chosen === reveal?.answer) return `✓ ${right}, as predicted`;
  return `predicted: ${step.choices[chosen]?.text ?? ''}; the answer: ${right}`;
}
