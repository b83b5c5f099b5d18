import { expect, test } from 'vitest';
import type { Trace, TraceEvent } from '../../src/trace/model.ts';
import { pack } from '../../src/trace/pack.ts';
import { STATE, unpack } from '../../src/trace/page/columns.ts';
import { type Choice, following, placeOf, preceding } from '../../src/trace/page/order.ts';
import { firstAtOrAfter, moved, showing, tickStep, zoomed } from '../../src/trace/page/view.ts';

const whole = { from: 0, to: 100 };

test('zooming keeps the moment under the pointer, and stays inside', () => {
  const near = zoomed(whole, 0.5, 20, whole);
  expect(near).toEqual({ from: 10, to: 60 });
  expect((20 - near.from) / (near.to - near.from)).toBeCloseTo(0.2);
  expect(zoomed(near, 100, 20, whole)).toEqual(whole);
  expect(zoomed(whole, 1e-9, 50, whole).to - zoomed(whole, 1e-9, 50, whole).from).toBeCloseTo(0.01);
});

test('moving stops at both ends', () => {
  expect(moved({ from: 10, to: 30 }, -50, whole)).toEqual({ from: 0, to: 20 });
  expect(moved({ from: 10, to: 30 }, 500, whole)).toEqual({ from: 80, to: 100 });
});

test('a moment outside the screen is moved to the middle', () => {
  expect(showing({ from: 10, to: 30 }, 20, whole)).toEqual({ from: 10, to: 30 });
  expect(showing({ from: 10, to: 30 }, 60, whole)).toEqual({ from: 50, to: 70 });
});

test('the axis has round distances, and no more marks than fit', () => {
  for (const span of [0.01, 3, 77, 12_345]) {
    const step = tickStep({ from: 0, to: span }, 10);
    expect(span / step).toBeLessThanOrEqual(10);
    expect([1, 2, 5]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)));
  }
});

test('binary search finds the events that begin or end at a moment', () => {
  const numbers = Float64Array.from({ length: 1000 }, (_, i) => Math.floor(i / 2));
  expect(firstAtOrAfter(numbers, -1)).toBe(0);
  expect(firstAtOrAfter(numbers, 250)).toBe(500);
  expect(firstAtOrAfter(numbers, 250.5)).toBe(502);
  expect(firstAtOrAfter(numbers, 250, 501)).toBe(501);
  expect(firstAtOrAfter(numbers, 5000)).toBe(1000);
});

const event = (begin: number, end: number | null, name = 'read'): TraceEvent => ({
  kind: 'call',
  name,
  begin,
  end,
  args: [3, '…', 64],
  result: 4,
  error: '',
  preview: 'text',
});

const traceOf = (...lanes: TraceEvent[][]): Trace => ({
  lanes: lanes.map((events, i) => ({ pid: 10 + i, tid: 10 + i, ppid: 1, program: 'server.ts', events })),
  arrows: [{ kind: 'wakes', from: { lane: 0, event: 1, at: 1 }, to: { lane: 1, event: 0, at: 2.5 } }],
  end: 8,
  dropped: 0,
});

test('a packed trace is unpacked unchanged', () => {
  const trace = traceOf([event(0, 0.0123), event(1, 1.4)], [event(0.5, 2.5), event(3, null), event(8, null, '_exit')]);
  const columns = unpack(JSON.parse(JSON.stringify(pack(trace))));
  const [first, second] = columns.lanes;
  expect([...(first?.begin ?? []), ...(second?.begin ?? [])]).toEqual([0, 1, 0.5, 3, 8]);
  expect([...(first?.end ?? []), ...(second?.end ?? [])]).toEqual([0.0123, 1.4, 2.5, 8, 8]);
  const { runs, blocked, open } = STATE;
  expect([...(second?.state ?? [])]).toEqual([blocked, blocked + open, runs + open]);
  expect(columns.texts).toEqual(['read(3, "text", 64) = 4', 'read(3, "text", 64)', '_exit(3, …, 64)']);
  expect(columns.arrows).toMatchObject([{ kind: 'wakes', from: 0, to: 1, leaves: [1], arrives: [2.5] }]);
});

test('stepping through all lanes visits each event once, also events with the same begin', () => {
  const lanes = [[0, 1, 1, 5], [1, 1, 2], [], [0, 1, 5, 5]];
  const columns = unpack(pack({ ...traceOf(...lanes.map((begins) => begins.map((at) => event(at, at)))), arrows: [] }));
  const forward: Choice[] = [];
  for (let at = following(columns, null); at !== null; at = following(columns, at)) forward.push(at);
  const times = forward.map(({ lane, index }) => lanes[lane]?.[index] as number);
  expect(times).toEqual(lanes.flat().sort((a, b) => a - b));
  expect(new Set(forward.map(({ lane, index }) => `${lane} ${index}`)).size).toBe(11);
  expect(forward.map((choice) => placeOf(columns, choice))).toEqual(forward.map((_, i) => i + 1));
  const back: Choice[] = [];
  for (let at = preceding(columns, null); at !== null; at = preceding(columns, at)) back.unshift(at);
  expect(back).toEqual(forward);
});
