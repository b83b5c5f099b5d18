import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { installed } from '../support/installed.ts';
import { project, stepOf, walkthroughOf } from './fixture.ts';
import { Tab } from './tab.ts';

describe.skipIf(!installed('chromium', 'test/web/page.long.test.ts'))('the projector page', () => {
  const tab = new Tab();

  test('shows a step, takes a prediction by its letter, plays, and reveals', async () => {
    const steps = await walkthroughOf('02');
    const page = await tab.open(await project('02', steps));
    expect(await tab.text('h1')).toBe('Who holds what after fork?');
    expect(await tab.text('.source')).toMatch(/\d+\s+pid = fork\(\);/);
    expect(await tab.text('.say')).toContain('forked twice');
    expect(await tab.text('.question')).toBe('How many connections does the parent hold now?');
    expect(await page.locator('.proves, .kernel').count()).toBe(0);

    await page.keyboard.press('o');
    await tab.revealed();
    expect(await tab.text('.verdict')).toBe('predicted: one; the answer: none');
    expect(await tab.text('.choices')).toMatch(/✓\s+none[\s\S]*one predicted/);
    expect(await tab.text('.proves')).toBe(steps[0]?.proves);
    expect(await tab.text('.evidence')).toMatch(/TCP sockets of each process[\s\S]*parent \d+ +fd \d+ listener/);
    expect(await page.locator('.claim.holds').allInnerTexts()).toHaveLength(3);
    expect(await page.locator('.claim.fails').count()).toBe(0);

    const pid = /parent (\d+)/.exec(await tab.text('.evidence'))?.[1];
    const kernel = await tab.text('.kernel');
    expect(kernel).toMatch(new RegExp(`server\\.ts ${pid}[\\s\\S]*fd \\d+ listener at port \\d+`));
    expect(kernel.match(/child \d+ of \d+\s+S sleeps in read\(\d+\)\s+fd \d+ TCP \d+ → \d+ ESTABLISHED/g)).toHaveLength(
      2,
    );
    expect(await tab.text('.sockets')).toMatch(new RegExp(`LISTEN\\s+0\\s+0\\s+${pid} fd`));
    expect((await tab.text('.sockets')).match(/ESTABLISHED/g)).toHaveLength(4);
    expect(await tab.text('.terminal')).toMatch(/listening 127\.0\.0\.1:\d+[\s\S]*child \d+ serves/);
    expect(await tab.text('.terminal')).not.toContain('exited');
    expect(await page.locator('.lanes canvas').getAttribute('aria-label')).toContain(`server ${pid}`);
    expect(await painted(page)).toBe(true);
    await page.getByRole('button', { name: 'next event' }).click();
    expect(await tab.text('.event')).toMatch(new RegExp(`0\\.000 ms +server ${pid} +\\w+\\(`));
  });

  test('shows the interest list of an epoll descriptor', async () => {
    const page = await tab.open(await project('04', (await walkthroughOf('04')).slice(0, 1)));
    await page.keyboard.press('3');
    await tab.revealed();
    expect(await tab.text('.verdict')).toBe('✓ 3, as predicted');
    expect(await tab.text('.kernel')).toMatch(
      /fd \d+ epoll\s+fd \d+ EPOLLIN listener at port \d+(\s+fd \d+ EPOLLIN TCP \d+ → \d+ ESTABLISHED){2}/,
    );
  });

  test('goes forward and back by keys, keeps played steps, and shows the same after a reload and in every tab', async () => {
    const steps = ['one', 'two', 'three'].map((title) =>
      stepOf(title, async (stage) => {
        stage.say(`this is ${title}`);
        stage.claim(title !== 'two', 'it is not two');
      }),
    );
    const page = await tab.open(await project('02', steps));
    await page.keyboard.press('ArrowRight');
    await tab.titled('two');
    await page.keyboard.press('Space');
    await tab.revealed();
    expect(await tab.text('.claim')).toMatch(/✗\s+it is not two\s+not so/);
    await page.keyboard.press('ArrowRight');
    await tab.titled('three');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('y');
    await tab.revealed();
    expect(await tab.text('h1')).toBe('three');
    expect(await page.getByRole('button', { name: /^Next step/ }).isDisabled()).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await tab.titled('two');
    expect(await tab.text('[role=log]')).toContain('this is two');
    await page.reload();
    await tab.titled('two');
    expect(await tab.text('.verdict')).toBe('The answer: yes');

    const other = await page.context().newPage();
    await other.goto(tab.url);
    await other.locator('.claim.fails').waitFor();
    await other.keyboard.press('ArrowLeft');
    await tab.titled('one');
  });
});

/** Whether the canvas has at least one pixel that is not transparent. */
const painted = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('.lanes canvas');
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0);
  })()`);
