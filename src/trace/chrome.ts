import { type Arrow, endOf, isBlocked, type Trace } from './model.ts';
import { eventText } from './text.ts';

/**
 * A Chrome Trace Event file, which Perfetto opens as it is: complete events, an instant for what is no call, flows for the
 * arrows. Format: the "Trace Event Format" document of the Chromium project; times in microseconds.
 */
export function chromeTrace(trace: Trace): string {
  const lines: unknown[] = [];
  for (const { pid, tid, program } of trace.lanes) {
    lines.push({ name: 'process_name', ph: 'M', pid, tid, args: { name: program } });
    lines.push({ name: 'thread_name', ph: 'M', pid, tid, args: { name: `${program} ${tid}` } });
  }
  for (const { pid, tid, events } of trace.lanes) {
    for (const event of events) {
      const args = {
        text: eventText(event),
        result: event.result,
        ...(event.error === '' ? {} : { error: event.error }),
      };
      const common = { name: event.name, pid, tid, ts: event.begin * 1000, args };
      if (event.kind === 'mark') lines.push({ ...common, ph: 'i', s: 't' });
      else {
        const dur = (endOf(event, trace) - event.begin) * 1000;
        lines.push({ ...common, ph: 'X', dur, cat: isBlocked(event) ? 'blocked' : 'call' });
      }
    }
  }
  for (const [id, arrow] of trace.arrows.entries()) lines.push(...flow(trace, arrow, id));
  return `[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]\n`;
}

function flow(trace: Trace, { kind, from, to }: Arrow, id: number): unknown[] {
  const point = ({ lane, at }: Arrow['from']): unknown => {
    const { pid, tid } = trace.lanes[lane] ?? { pid: 0, tid: 0 };
    return { name: kind, cat: 'flow', id, pid, tid, ts: at * 1000 };
  };
  return [
    { ...(point(from) as object), ph: 's' },
    { ...(point(to) as object), ph: 'f', bp: 'e' },
  ];
}
