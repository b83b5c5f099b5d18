import { type Arrow, endOf, isBlocked, type Trace, type TraceEvent } from './model.ts';
import { Texts } from './texts.ts';

/**
 * A Chrome Trace Event file, for Perfetto: complete events for calls, instants for marks, flows for the
 * arrows. Format: the "Trace Event Format" document of the Chromium project; times in microseconds.
 */
export function chromeTrace(trace: Trace): string {
  const lines: string[] = [];
  const said = new Said();
  for (const { pid, tid, program } of trace.lanes) {
    lines.push(JSON.stringify({ name: 'process_name', ph: 'M', pid, tid, args: { name: program } }));
    lines.push(JSON.stringify({ name: 'thread_name', ph: 'M', pid, tid, args: { name: `${program} ${tid}` } }));
  }
  for (const { pid, tid, events } of trace.lanes) {
    const who = `"pid":${pid},"tid":${tid},`;
    for (const event of events) {
      const when = `"ts":${micros(event.begin)},`;
      if (event.kind === 'mark') lines.push(`{"ph":"i","s":"t",${who}${when}${said.of(event)}}`);
      else {
        const cat = isBlocked(event) ? 'blocked' : 'call';
        const dur = micros(endOf(event, trace) - event.begin);
        lines.push(`{"ph":"X","cat":"${cat}",${who}${when}"dur":${dur},${said.of(event)}}`);
      }
    }
  }
  for (const [id, arrow] of trace.arrows.entries()) {
    for (const end of flow(trace, arrow, id)) lines.push(JSON.stringify(end));
  }
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** Rounded to nanoseconds, the precision of Perfetto. */
const micros = (ms: number): number => Math.round(ms * 1e6) / 1000;

/** The fields that do not depend on thread and time, cached. */
class Said {
  readonly #texts = new Texts();
  readonly #made: string[] = [];

  of(event: TraceEvent): string {
    const index = this.#texts.indexOf(event);
    this.#made[index] ??= said(event, this.#texts.lines[index] as string);
    return this.#made[index] as string;
  }
}

function said({ name, result, error }: TraceEvent, text: string): string {
  const args = { text, result, ...(error === '' ? {} : { error }) };
  return `"name":${JSON.stringify(name)},"args":${JSON.stringify(args)}`;
}

function flow(trace: Trace, { kind, from, to }: Arrow, id: number): unknown[] {
  const point = ({ lane, at }: Arrow['from']): unknown => {
    const { pid, tid } = trace.lanes[lane] ?? { pid: 0, tid: 0 };
    return { name: kind, cat: 'flow', id, pid, tid, ts: micros(at) };
  };
  return [
    { ...(point(from) as object), ph: 's' },
    { ...(point(to) as object), ph: 'f', bp: 'e' },
  ];
}
