import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT } from '../../src/host/project.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { table } from '../../src/text/table.ts';
import { growthPlot } from './growth-plot.ts';

interface Measurement {
  readonly call: string;
  readonly watched: number;
  /** Nanoseconds an event; null with a reason where it could not be measured. */
  readonly ns: number | null;
  readonly why: string;
}

const PLOT = join(PROJECT, '.lab', 'growth.svg');
const CALLS = ['select', 'poll', 'epoll'] as const;

/** The cost of one event, as the number of idle descriptors beside it grows: a table, and a plot in .lab/growth.svg. */
export async function growth(stage: Stage): Promise<void> {
  stage.say(
    'One descriptor becomes ready, again and again, among many idle ones. Each figure is the median of 15 rounds. It has the write that makes the descriptor ready, the wait with everything that the call needs each time, and the read.',
  );
  const probe = await stage.launch('growth-probe.ts');
  while (probe.exited === null) await new Promise((resolve) => setTimeout(resolve, 20));
  await probe.exit();
  const all = parse(probe.output.out);
  stage.show('microseconds an event', table(rows(all), 60, { numbers: true, between: '   ' }));
  plot(all);
  stage.say(`The plot is in ${relative(PROJECT, PLOT)}: any browser shows it.`);
  const of = (call: string, watched: number): number =>
    all.find((one) => one.call === call && one.watched === watched)?.ns ?? Number.NaN;
  const most = Math.max(...all.filter(({ call, ns }) => call === 'epoll' && ns !== null).map(({ watched }) => watched));
  stage.claim(
    of('poll', most) > 10 * of('poll', 10),
    `poll: more than 10 times as expensive with ${most} descriptors as with 10`,
  );
  stage.claim(
    of('epoll', most) < 4 * of('epoll', 10),
    `epoll: less than 4 times as expensive with ${most}, because it looks only at ready descriptors`,
  );
  stage.claim(
    all.some(({ call, why }) => call === 'select' && why === 'impossible'),
    'select cannot watch a descriptor of 1,024 or more (FD_SETSIZE) at all',
  );
}

function parse(output: string): Measurement[] {
  return [...output.matchAll(/^(\w+) (\d+) (\S+)$/gm)].map(([, call = '', watched, figure = '']) => ({
    call,
    watched: Number(watched),
    ns: /^\d+$/.test(figure) ? Number(figure) : null,
    why: figure,
  }));
}

function rows(all: readonly Measurement[]): string[][] {
  const sizes = [...new Set(all.map(({ watched }) => watched))];
  const cell = (call: string, watched: number): string => {
    const found = all.find((one) => one.call === call && one.watched === watched);
    if (found?.ns !== null && found !== undefined) return (found.ns / 1000).toFixed(1);
    return found?.why === 'impossible' ? 'not possible' : 'too few fds';
  };
  return [['watched', ...CALLS], ...sizes.map((size) => [String(size), ...CALLS.map((call) => cell(call, size))])];
}

function plot(all: readonly Measurement[]): void {
  const points = all.flatMap(({ call, watched, ns }) => (ns === null ? [] : [{ call, watched, us: ns / 1000 }]));
  mkdirSync(dirname(PLOT), { recursive: true });
  writeFileSync(PLOT, growthPlot(points));
}
