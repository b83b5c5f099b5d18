import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { processInfo } from '../../src/kit/proc.ts';
import type { Server } from '../../src/kit/server.ts';
import { until } from '../../src/kit/wait.ts';
import type { Stage } from '../../src/lab/stage.ts';
import type { Projector } from '../../src/web/server.ts';
import { barriers, openBrowser } from '../support/browser.ts';
import { installed } from '../support/installed.ts';
import { project, stepOf, walkthroughOf } from './fixture.ts';

/** For what takes a moment on an idle machine. */
const PATIENCE = 60_000;

describe.skipIf(!installed('chromium', 'test/web/page.test.ts'))('the projector page', () => {
  let browser: Browser;
  let page: Page;
  let projector: Projector;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await page.context().close();
    await projector.end();
    expect(problems.splice(0)).toEqual([]);
  });

  async function open(of: Projector, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    projector = of;
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, colorScheme });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    // What the policy forbids is said there as well.
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(of.url);
    await page.locator('h1').waitFor();
    return page;
  }

  const text = (selector: string): Promise<string> => page.locator(selector).innerText();
  const revealed = (): Promise<void> => page.locator('.proves').waitFor();
  const titled = (title: string): Promise<void> => page.locator('h1', { hasText: title }).waitFor();

  test('shows a step, takes a prediction by its letter, plays, and reveals', async () => {
    const steps = await walkthroughOf('02');
    await open(await project('02', steps));
    expect(await text('h1')).toBe('Who holds what after fork?');
    expect(await text('.source')).toMatch(/\d+\s+pid = fork\(\);/);
    expect(await text('.say')).toContain('forked twice');
    expect(await text('.question')).toBe('How many connections does the parent hold now?');
    expect(await page.locator('.proves, .kernel').count()).toBe(0);

    await page.keyboard.press('o');
    await revealed();
    expect(await text('.verdict')).toBe('predicted: one; the answer: none');
    expect(await text('.choices')).toMatch(/✓\s+none[\s\S]*one predicted/);
    expect(await text('.proves')).toBe(steps[0]?.proves);
    expect(await text('.evidence')).toMatch(/TCP sockets of each process[\s\S]*parent \d+ +fd \d+ listener/);
    expect(await page.locator('.claim.holds').allInnerTexts()).toHaveLength(3);
    expect(await page.locator('.claim.fails').count()).toBe(0);

    const pid = /parent (\d+)/.exec(await text('.evidence'))?.[1];
    const kernel = await text('.kernel');
    expect(kernel).toMatch(new RegExp(`server\\.ts ${pid}[\\s\\S]*fd \\d+ listener at port \\d+`));
    expect(kernel.match(/child \d+ of \d+\s+S sleeps in read\(\d+\)\s+fd \d+ TCP \d+ → \d+ ESTABLISHED/g)).toHaveLength(
      2,
    );
    expect(await text('.sockets')).toMatch(new RegExp(`LISTEN\\s+0\\s+0\\s+${pid} fd`));
    expect((await text('.sockets')).match(/ESTABLISHED/g)).toHaveLength(4);
    expect(await text('.terminal')).toMatch(/listening 127\.0\.0\.1:\d+[\s\S]*child \d+ serves/);
    expect(await text('.terminal')).not.toContain('exited');
    expect(await page.locator('.lanes canvas').getAttribute('aria-label')).toContain(`server ${pid}`);
    expect(await painted(page)).toBe(true);
    await page.getByRole('button', { name: 'next event' }).click();
    expect(await text('.event')).toMatch(new RegExp(`0\\.000 ms +server ${pid} +\\w+\\(`));
  });

  test('shows the interest list of an epoll descriptor', async () => {
    await open(await project('04', (await walkthroughOf('04')).slice(0, 1)));
    await page.keyboard.press('3');
    await revealed();
    expect(await text('.verdict')).toBe('✓ 3, as predicted');
    expect(await text('.kernel')).toMatch(
      /fd \d+ epoll\s+fd \d+ EPOLLIN listener at port \d+(\s+fd \d+ EPOLLIN TCP \d+ → \d+ ESTABLISHED){2}/,
    );
  });

  test('goes forward and back by keys, keeps what was played, and shows the same after a reload and in every tab', async () => {
    const steps = ['one', 'two', 'three'].map((title) =>
      stepOf(title, async (stage) => {
        stage.say(`this is ${title}`);
        stage.claim(title !== 'two', 'it is not two');
      }),
    );
    await open(await project('02', steps));
    await page.keyboard.press('ArrowRight');
    await titled('two');
    await page.keyboard.press('Space');
    await revealed();
    expect(await text('.claim')).toMatch(/✗\s+it is not two\s+not so/);
    await page.keyboard.press('ArrowRight');
    await titled('three');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('y');
    await revealed();
    expect(await text('h1')).toBe('three');
    expect(await page.getByRole('button', { name: /^Next step/ }).isDisabled()).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await titled('two');
    expect(await text('[role=log]')).toContain('this is two');
    await page.reload();
    await titled('two');
    expect(await text('.verdict')).toBe('The answer: yes');

    const other = await page.context().newPage();
    await other.goto(projector.url);
    await other.locator('.claim.fails').waitFor();
    await other.keyboard.press('ArrowLeft');
    await titled('one');
  });

  test('everything is reached by Tab, and the keys are shown and hidden', async () => {
    await open(await project('02', [stepOf('one', async () => {}), stepOf('two', async () => {})]));
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
    expect(await text('dialog')).toContain('runs the step again');
    await page.keyboard.press('y');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('q');
    expect(await page.locator('.proves').count()).toBe(0);
    await page.getByRole('button', { name: 'show me' }).focus();
    await page.keyboard.press('Space');
    await revealed();
    expect(await text('.verdict')).toBe('The answer: yes');
  });

  test('text grows and shrinks, light and dark change places, and both are kept', async () => {
    await open(await project('02', [stepOf('one', async () => {})]), 'dark');
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
    await titled('one');
    expect([await size(), await back()]).toEqual([larger, 'rgb(255, 255, 255)']);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    expect(await size()).toBe(normal);
  });

  test.each(['light', 'dark'] as const)('keeps nobody out and fits every width, in %s', async (scheme) => {
    await open(await project('02', await walkthroughOf('02')), scheme);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Space');
    await revealed();
    for (const width of [1920, 1024, 400]) {
      await page.setViewportSize({ width, height: 768 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await barriers(page), `${width} wide`).toEqual([]);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  test('a program that is killed while the step plays shows as such, and so does the claim that fails; then it goes on', async () => {
    const started: Server[] = [];
    const waits = stepOf('a wait', async (stage) => {
      await endOf(stage, started);
      await started[0]?.waitFor('a word of it', () => false);
    });
    await open(await project('02', [waits, stepOf('the next', async () => {})]));
    await page.keyboard.press('y');
    await page.getByText('It waits for its end.').waitFor();
    const pid = started[0]?.pid ?? 0;
    const alive = page.locator('.process', { hasText: `server.ts ${pid}` });
    await alive.waitFor();
    await page.reload();
    await page.getByText('It waits for its end.').waitFor();
    await alive.waitFor();
    expect(await text('.terminal')).toMatch(/listening 127\.0\.0\.1:\d+/);
    expect(await page.locator('.proves, .ended').count()).toBe(0);
    process.kill(pid, 'SIGKILL');
    await revealed();
    expect(await text('.ended')).toBe('was killed by SIGKILL');
    expect(await alive.count()).toBe(0);
    expect(await text('.claim.fails')).toMatch(/this step plays to its end: .*the server was killed by SIGKILL/);
    await page.keyboard.press('ArrowRight');
    await titled('the next');
    await page.keyboard.press('n');
    await revealed();
  });

  test('leaving a step that plays ends its programs, and it counts as not played', async () => {
    const started: Server[] = [];
    const waits = stepOf('a wait', async (stage) => {
      await endOf(stage, started);
      started.push(await stage.start('server.ts'));
    });
    const quick = stepOf('the next', async (stage) => stage.claim(true, 'it plays'));
    await open(await project('02', [waits, quick]));
    await page.keyboard.press('y');
    await page.getByText('It waits for its end.').waitFor();
    await page.keyboard.press('ArrowRight');
    await titled('the next');
    await page.keyboard.press('y');
    await revealed();
    expect(await until(() => processInfo(started[0]?.pid ?? 0) === null, PATIENCE)).toBe(true);
    expect(started).toHaveLength(1);
    await page.keyboard.press('ArrowLeft');
    await page.locator('.choices button').first().waitFor();
    expect(await page.locator('.claim, .process').count()).toBe(0);
  });
});

/** Plays until somebody ends the server. */
async function endOf(stage: Stage, started: Server[]): Promise<void> {
  const server = await stage.start('server.ts');
  started.push(server);
  stage.say('It waits for its end.');
  await until(() => server.exited !== null, PATIENCE);
}

/** Whether something is drawn: not all of it is see-through. */
const painted = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('.lanes canvas');
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0);
  })()`);
