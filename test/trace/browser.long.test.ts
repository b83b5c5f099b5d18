import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { differences } from '../../src/trace/compare.ts';
import { htmlPage } from '../../src/trace/html.ts';
import { eventCount, type Trace } from '../../src/trace/model.ts';
import { bigTrace } from '../support/big-trace.ts';
import { barriers, openBrowser } from '../support/browser.ts';
import { installed } from '../support/installed.ts';
import { pageFigures } from '../support/page-figures.ts';

describe.skipIf(!installed('chromium', 'test/trace/browser.long.test.ts'))('the page of a trace', () => {
  const folder = makeScratch();
  let browser: Browser;
  let small: Trace;
  const write = async (name: string, html: Promise<string>): Promise<string> => {
    writeFileSync(join(folder, name), await html);
    return pathToFileURL(join(folder, name)).href;
  };
  let one = '';
  let two = '';

  beforeAll(async () => {
    small = await bigTrace(60);
    const other = await bigTrace(240);
    one = await write('one.html', htmlPage('A <small> trace', [{ name: 'small', trace: small }]));
    const table = differences('mine', small, 'reference', other);
    const pictures = [
      { name: 'mine', trace: small },
      { name: 'reference', trace: other },
    ];
    two = await write('two.html', htmlPage('Two traces', pictures, table));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    removeScratch(folder);
  });

  /** A page, its network requests, and the errors of its script. */
  async function open(
    url: string,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; strange: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 }, colorScheme });
    const strange: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) strange.push(request.url());
    });
    page.on('pageerror', (error) => strange.push(error.message));
    await page.goto(url);
    await page.locator('canvas[data-view]').first().waitFor();
    return { page, strange };
  }

  /** The visible range of a picture, in ms. */
  async function viewOf(page: Page, picture = 0): Promise<[number, number]> {
    const text = (await page.locator('canvas').nth(picture).getAttribute('data-view')) ?? '';
    return text.split(' ').map(Number) as [number, number];
  }

  const spanOf = async (page: Page, picture = 0): Promise<number> => {
    const [from, to] = await viewOf(page, picture);
    return to - from;
  };

  const told = (page: Page, picture = 0): Promise<string> => page.locator('.details').nth(picture).innerText();

  const nextView = (page: Page, before: number, picture = 0): Promise<void> =>
    expect.poll(() => spanOf(page, picture)).not.toBe(before);

  /** The pixels of the picture, to compare. */
  const pixels = (page: Page): Promise<string> => page.evaluate("document.querySelector('canvas').toDataURL()");

  test('opens from a file, makes no network request, and its script has no error', async () => {
    const { page, strange } = await open(one);
    expect(await page.title()).toBe('A <small> trace');
    expect(await page.locator('body').innerText()).toContain(`4 threads, ${eventCount(small)} system calls and marks`);
    expect(strange).toEqual([]);
    await page.close();
  });

  test('steps through the events of all lanes in order, by keys and buttons', async () => {
    const { page } = await open(one);
    const count = eventCount(small);
    expect(await told(page)).toContain('arrow keys');
    await page.keyboard.press('ArrowRight');
    expect(await told(page)).toMatch(new RegExp(`^1 of ${count} {3}0\\.000 ms {3}chatter \\d+`));
    await page.getByRole('button', { name: 'forward' }).click();
    expect(await told(page)).toContain(`2 of ${count}`);
    await page.getByRole('button', { name: 'back' }).click();
    expect(await told(page)).toContain(`1 of ${count}`);
    await page.keyboard.press('ArrowLeft');
    expect(await told(page)).toContain(`1 of ${count}`);
    const times: number[] = [];
    for (let i = 1; i <= count; i++) {
      const text = await told(page);
      expect(text).toContain(`${i} of ${count}`);
      times.push(Number(/ ([\d.]+) ms/.exec(text)?.[1]));
      await page.keyboard.press('ArrowRight');
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    expect(await told(page)).toContain(`${count} of ${count}`);
    await page.keyboard.press('Escape');
    expect(await told(page)).toContain('arrow keys');
    await page.close();
  });

  test('names both ends of fork, wake-up and reaping', async () => {
    const { page } = await open(one);
    const said: string[] = [];
    for (let i = 0; i < eventCount(small); i++) {
      await page.keyboard.press('ArrowRight');
      said.push(await told(page));
    }
    for (const [kind, words] of [
      ['fork', /→ makes chatter \d+/],
      ['fork', /← made by chatter \d+/],
      ['reap', /→ reaped by chatter \d+/],
      ['reap', /← reaps chatter \d+/],
      ['wakes', /→ wakes chatter \d+/],
      ['wakes', /← woken by chatter \d+/],
    ] as const) {
      const expected = small.arrows.filter((arrow) => arrow.kind === kind).length;
      const lines = said.filter((text) => words.test(text)).length;
      if (words.source.startsWith('←')) expect(lines, String(words)).toBe(expected);
      else expect(lines > 0, String(words)).toBe(expected > 0);
    }
    await page.close();
  });

  test('shows arguments and result of the call under the pointer', async () => {
    const { page } = await open(one);
    const fork = small.lanes[0]?.events.find(({ name }) => name === 'fork');
    const box = await page.locator('canvas').boundingBox();
    const [, to] = await viewOf(page);
    if (fork?.end == null || box === null) throw new Error('there is no fork to point at');
    const middle = (fork.begin + fork.end) / 2;
    await page.mouse.move(box.x + 150 + (middle / to) * (box.width - 150), box.y + 26 + 17);
    await expect.poll(() => told(page)).toContain(`fork() = ${fork.result}`);
    await page.close();
  });

  test('zooms by wheel, keys and buttons around a moment, and moves by dragging', async () => {
    const { page } = await open(one);
    const all = await spanOf(page);
    await page.mouse.move(600, (await page.locator('canvas').boundingBox())?.y ?? 0);
    await page.mouse.move(600, ((await page.locator('canvas').boundingBox())?.y ?? 0) + 40);
    await page.mouse.wheel(0, -300);
    await nextView(page, all);
    const near = await spanOf(page);
    expect(near).toBeLessThan(all);
    await page.keyboard.press('+');
    await nextView(page, near);
    expect(await spanOf(page)).toBeCloseTo(near / 2, 2);
    const [from] = await viewOf(page);
    await page.mouse.down();
    await page.mouse.move(500, 300);
    await page.mouse.up();
    await expect.poll(async () => (await viewOf(page))[0]).toBeGreaterThan(from);
    await page.keyboard.press('-');
    await expect.poll(() => spanOf(page)).toBeCloseTo(near, 2);
    await page.getByRole('button', { name: 'all of it' }).click();
    await expect.poll(() => spanOf(page)).toBe(all);
    await page.close();
  });

  test('redraws for another width, and in the colours of the other scheme', async () => {
    const { page } = await open(one);
    const width = (): Promise<number> => page.evaluate("document.querySelector('canvas').width");
    const before = await width();
    await page.setViewportSize({ width: 600, height: 700 });
    await expect.poll(width).toBeLessThan(before);
    const light = await pixels(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => pixels(page)).not.toBe(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => pixels(page)).toBe(light);
    await page.close();
  });

  test('two traces have one scale, move together or alone, and keys go to the one touched last', async () => {
    const { page, strange } = await open(two);
    await page.locator('canvas[data-view]').nth(1).waitFor();
    expect(await viewOf(page, 0)).toEqual(await viewOf(page, 1));
    expect(await page.locator('table').innerText()).toMatch(/read\s+\d+ calls.*\d+ calls/);
    const all = await spanOf(page, 0);
    await page.keyboard.press('+');
    await nextView(page, all, 1);
    await expect.poll(() => viewOf(page, 1)).toEqual(await viewOf(page, 0));
    await page.getByLabel('both pictures move together').uncheck();
    await page.locator('canvas').nth(1).focus();
    const both = await spanOf(page, 1);
    await page.keyboard.press('+');
    await nextView(page, both, 1);
    expect(await spanOf(page, 0)).toBe(both);
    await page.keyboard.press('Home');
    expect(await told(page, 1)).toContain('1 of ');
    expect(await told(page, 0)).toContain('arrow keys');
    await page.locator('canvas').first().hover();
    await page.keyboard.press('End');
    expect(await told(page, 0)).toContain(`${eventCount(small)} of ${eventCount(small)}`);
    await page.getByLabel('both pictures move together').check();
    await expect.poll(() => viewOf(page, 1)).toEqual(await viewOf(page, 0));
    expect(strange).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s scheme', async (scheme) => {
    for (const url of [one, two]) {
      const { page } = await open(url, scheme);
      await page.keyboard.press('ArrowRight');
      expect(await barriers(page)).toEqual([]);
      await page.close();
    }
  });

  test('a hundred thousand events are drawn quickly, and moved smoothly', async () => {
    const big = await bigTrace(100_000);
    expect(eventCount(big)).toBeGreaterThanOrEqual(100_000);
    const url = await write('big.html', htmlPage('A big trace', [{ name: 'big', trace: big }]));
    const { first, frames } = await pageFigures(browser, url, 1000);
    // The bars of `npm run bench page` are 2 seconds and 30 frames. These limits hold on a busy machine too.
    expect(first).toBeLessThan(20_000);
    expect(frames).toBeGreaterThan(1);
  });
});
