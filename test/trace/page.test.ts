import { expect, test } from 'vitest';
import { firstAtOrAfter, moved, showing, tickStep, zoomed } from '../../src/trace/page/view.ts';

const whole = { from: 0, to: 100 };

test('zooming keeps the moment under the pointer, and stays inside', () => {
  const near = zoomed(whole, 0.5, 20, whole);
  expect(near).toEqual({ from: 10, to: 60 });
  expect((20 - near.from) / (near.to - near.from)).toBeCloseTo(0.2);
  expect(zoomed(near, 100, 20, whole)).toEqual(whole);
  expect(zoomed(whole, 1e-9, 50, whole).to - zoomed(whole, 1e-9, 50, whole).from).toBeCloseTo(0.01);
});

test('moving ends at both ends', () => {
  expect(moved({ from: 10, to: 30 }, -50, whole)).toEqual({ from: 0, to: 20 });
  expect(moved({ from: 10, to: 30 }, 500, whole)).toEqual({ from: 80, to: 100 });
});

test('a moment that is not on the screen comes into its middle', () => {
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

test('what begins or ends at a moment is found by halving', () => {
  const numbers = Float64Array.from({ length: 1000 }, (_, i) => Math.floor(i / 2));
  expect(firstAtOrAfter(numbers, -1)).toBe(0);
  expect(firstAtOrAfter(numbers, 250)).toBe(500);
  expect(firstAtOrAfter(numbers, 250.5)).toBe(502);
  expect(firstAtOrAfter(numbers, 250, 501)).toBe(501);
  expect(firstAtOrAfter(numbers, 5000)).toBe(1000);
});
