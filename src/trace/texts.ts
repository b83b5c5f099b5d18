import type { TraceEvent } from './model.ts';
import { eventText } from './text.ts';

/** The distinct lines of a trace. Most events repeat another one: the same call with the same result. */
export class Texts {
  readonly names: string[] = [];
  readonly lines: string[] = [];
  readonly nameOf: number[] = [];
  readonly markOf: (0 | 1)[] = [];
  /** Keyed by all fields that a line is made from. */
  readonly #known = new Map<string, number>();

  /** The index of an event's line. */
  indexOf(event: TraceEvent): number {
    const { kind, name, args, result, error, preview } = event;
    const key = `${kind} ${name} ${args.join()} ${result} ${error} ${event.end === null} ${preview}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!this.names.includes(name)) this.names.push(name);
    this.nameOf.push(this.names.indexOf(name));
    this.markOf.push(kind === 'mark' ? 1 : 0);
    this.#known.set(key, this.lines.length);
    return this.lines.push(eventText(event)) - 1;
  }
}
