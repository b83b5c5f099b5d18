import { expect, test } from 'vitest';
import { classPage } from '../../src/class/gradebook/class-page.ts';
import { barriers, CHROMIUM, openBrowser } from '../support/browser.ts';

if (CHROMIUM === null) process.stderr.write('test/class/class-page.long.test.ts: skipped, chromium is not installed\n');

const steps = [
  { step: '01.1', title: 'listen', complete: 12, stops: 0, mistakes: [] },
  { step: '01.2', title: 'accept & <go on>', complete: 4, stops: 8, mistakes: [{ name: 'one wait', people: 5 }] },
];

test.skipIf(CHROMIUM === null)('the class view is readable for everybody, and asks no network', async () => {
  const view = { lesson: '01', title: 'Blocking server', people: 12, complete: 4, untouched: 0, steps };
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(classPage([view]));
    expect(await barriers(page)).toEqual([]);
    expect(asked).toEqual([]);
    expect(await page.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('stops'),
      expect.stringMatching(/01\.1 listen\s+12\s+0/),
      expect.stringMatching(/01\.2 accept & <go on>\s+4\s+8\s+one wait \(5\)/),
    ]);
    const widths = await page
      .locator('.bar')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths[0]).toBeGreaterThan(2 * (widths[2] ?? 0));
  } finally {
    await browser.close();
  }
});
