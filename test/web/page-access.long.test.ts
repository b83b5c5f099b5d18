import { describe, expect, test } from 'vitest';
import { barriers } from '../support/browser.ts';
import { installed } from '../support/installed.ts';
import { project, stepOf, walkthroughOf } from './fixture.ts';
import { Tab } from './tab.ts';

describe.skipIf(!installed('chromium', 'test/web/page-access.long.test.ts'))('access to the projector page', () => {
  const tab = new Tab();

  test('Tab reaches every control, and the list of keys is shown and hidden', async () => {
    const page = await tab.open(await project('02', [stepOf('one', async () => {}), stepOf('two', async () => {})]));
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab');
      seen.push(
        await page.evaluate<string>(
          'document.activeElement.ariaLabel ?? document.activeElement.innerText.replace(/\\s+/g, " ")',
        ),
      );
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect(seen).toEqual([
      'Next step: two',
      'A− smaller text',
      'A+ larger text',
      'dark',
      'Keys',
      'y yes',
      'n no',
      'space show me',
    ]);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await tab.text('dialog')).toContain('runs the step again');
    await page.keyboard.press('y');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('q');
    expect(await page.locator('.proves').count()).toBe(0);
    await page.getByRole('button', { name: 'show me' }).focus();
    await page.keyboard.press('Space');
    await tab.revealed();
    expect(await tab.text('.verdict')).toBe('The answer: yes');
  });

  test('text size and colour scheme can be changed, and are kept', async () => {
    const page = await tab.open(await project('02', [stepOf('one', async () => {})]), 'dark');
    const size = (): Promise<number> =>
      page.evaluate('parseFloat(getComputedStyle(document.documentElement).fontSize)');
    const back = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const normal = await size();
    expect(normal).toBeGreaterThanOrEqual(20);
    expect(await back()).toBe('rgb(13, 17, 23)');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await size()).toBeGreaterThan(normal);
    await page.keyboard.press('d');
    expect(await back()).toBe('rgb(255, 255, 255)');
    const larger = await size();
    await page.reload();
    await tab.titled('one');
    expect([await size(), await back()]).toEqual([larger, 'rgb(255, 255, 255)']);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await size()).toBe(normal);
  });

  test.each(['light', 'dark'] as const)('has no barrier for axe and fits every width, in %s', async (scheme) => {
    const page = await tab.open(await project('02', await walkthroughOf('02')), scheme);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Space');
    await tab.revealed();
    for (const width of [1920, 1024, 400]) {
      await page.setViewportSize({ width, height: 768 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await barriers(page), `${width} wide`).toEqual([]);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
