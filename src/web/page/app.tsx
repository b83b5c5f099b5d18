import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageState } from '../protocol.ts';
import { Code } from './code.tsx';
import { connect, type Told } from './connection.ts';
import { Help } from './help.tsx';
import { Kernel } from './kernel.tsx';
import { actionOf, goTo } from './keys.ts';
import { Lanes } from './lanes.tsx';
import { resizeText, toggleTheme, useLook } from './look.ts';
import { Sockets } from './sockets.tsx';
import { Question, Results } from './story.tsx';
import { Terminals } from './terminal.tsx';

export function App() {
  const [{ state, lost }, tell] = useState<Told>({ state: null, lost: false });
  const [help, setHelp] = useState(false);
  const now = useRef(state);
  now.current = state;
  useEffect(() => connect(tell), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (now.current === null || document.querySelector('dialog[open]') !== null) return;
      const action = actionOf(event, now.current, () => setHelp(true));
      if (action === null) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const index = state?.step.index;
  useEffect(() => {
    if (index !== undefined) window.scrollTo(0, 0);
  }, [index]);
  return (
    <>
      {lost && (
        <p class="lost" role="alert">
          The lab does not answer: it was ended in its terminal, or starts again. This page goes on by itself when it is
          back; if the terminal then shows another address, open that one.
        </p>
      )}
      {state === null ? (
        <p class="waiting">{lost ? '' : 'Loading …'}</p>
      ) : (
        <Step state={state} onHelp={() => setHelp(true)} />
      )}
      <Help open={help} onClose={() => setHelp(false)} />
    </>
  );
}

function Step({ state, onHelp }: { state: PageState; onHelp: () => void }) {
  const { step, phase } = state;
  const started = phase !== 'asking';
  useEffect(() => {
    document.title = `${state.lesson.id} · ${step.index + 1}/${state.titles.length} ${step.title}`;
  });
  return (
    <>
      <Header state={state} onHelp={onHelp} />
      <main class={started ? 'started' : 'asking'}>
        <div class="column">
          {step.code !== null && <Code code={step.code} />}
          {started && (
            <Kernel view={state.kernel} programs={state.programs} lanes={state.lanes} playing={phase === 'playing'} />
          )}
        </div>
        <div class="column">
          <div class="story">
            <Question state={state} />
            {started && <Results state={state} />}
          </div>
          {started && (
            <section class="output" aria-label="Output and sockets">
              <Terminals programs={state.programs} />
              <Sockets view={state.kernel} />
            </section>
          )}
        </div>
        {started && state.lanes !== null && <Lanes trace={state.lanes} playing={phase === 'playing'} />}
      </main>
    </>
  );
}

function Header({ state, onHelp }: { state: PageState; onHelp: () => void }) {
  const { index } = state.step;
  const { titles } = state;
  const { theme } = useLook();
  return (
    <header>
      <p class="place">
        <span title={state.lesson.title}>{state.lesson.id}</span> · {index + 1}/{state.titles.length}
      </p>
      <h1 aria-live="polite">{state.step.title}</h1>
      <nav aria-label="Steps and look">
        <button
          type="button"
          disabled={index === 0}
          onClick={() => goTo(index - 1)}
          aria-label={`Step before: ${titles[index - 1] ?? 'none'}`}
        >
          ←
        </button>
        <button
          type="button"
          disabled={index + 1 === state.titles.length}
          onClick={() => goTo(index + 1)}
          aria-label={`Next step: ${titles[index + 1] ?? 'none'}`}
        >
          →
        </button>
        <button type="button" onClick={() => resizeText(-1)} aria-label="A− smaller text">
          A−
        </button>
        <button type="button" onClick={() => resizeText(1)} aria-label="A+ larger text">
          A+
        </button>
        <button type="button" onClick={toggleTheme}>
          {theme === 'dark' ? 'light' : 'dark'}
        </button>
        <button type="button" onClick={onHelp} aria-label="Keys">
          ?
        </button>
      </nav>
    </header>
  );
}
