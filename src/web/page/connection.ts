import type { Action, PageState, Patch } from '../protocol.ts';

/** The state from the server, and whether the connection is open. */
export interface Told {
  readonly state: PageState | null;
  readonly lost: boolean;
}

const AGAIN_MS = 1000;
/** The step of the page when its server went away, for the next server. */
const PLACE = 'netlab-place';

/** Listens to the server until the page closes. After a restart of the server the page reloads itself. */
export function connect(tell: (told: Told) => void): void {
  let state: PageState | null = null;
  const source = new EventSource('events');
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const patch = JSON.parse(data) as Patch;
    if (state !== null && patch.server !== undefined && patch.server !== state.server) {
      sessionStorage.setItem(PLACE, JSON.stringify({ lesson: state.lesson.id, step: state.step.index }));
      location.reload();
      return;
    }
    const first = state === null;
    state = { ...state, ...patch } as PageState;
    if (first) goBack(state);
    tell({ state, lost: false });
  };
  source.onerror = () => {
    tell({ state, lost: true });
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      if (state === null) location.reload();
      else connect((told) => tell({ ...told, state: told.state ?? state }));
    }, AGAIN_MS);
  };
}

function goBack({ lesson, step }: PageState): void {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as { lesson: string; step: number } | null;
  sessionStorage.removeItem(PLACE);
  if (place?.lesson === lesson.id && step.index === 0) void act({ do: 'go', step: place.step });
}

/** Sends a request. A failure is not reported, because the page already shows that the server is gone. */
export async function act(action: Action): Promise<void> {
  await fetch('do', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  }).catch(() => {});
}
