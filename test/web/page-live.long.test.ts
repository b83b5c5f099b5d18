import { describe, expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { installed } from '../support/installed.ts';
import { project, stepOf } from './fixture.ts';
import { PATIENCE, Tab } from './tab.ts';

describe.skipIf(!installed('chromium', 'test/web/page-live.long.test.ts'))(
  'the projector page while a step plays',
  () => {
    const tab = new Tab();

    test('a killed program is shown as killed and its claim as failed, and the next step plays', async () => {
      const started: ObservedProgram[] = [];
      const waits = stepOf('a wait', async (stage) => {
        await endOf(stage, started);
        await started[0]?.waitFor('a word of it', () => false);
      });
      const page = await tab.open(await project('02', [waits, stepOf('the next', async () => {})]));
      await page.keyboard.press('y');
      await page.getByText('It waits for its end.').waitFor();
      const pid = started[0]?.pid ?? 0;
      const alive = page.locator('.process', { hasText: `server.ts ${pid}` });
      await alive.waitFor();
      await page.reload();
      await page.getByText('It waits for its end.').waitFor();
      await alive.waitFor();
      expect(await tab.text('.terminal')).toMatch(/listening 127\.0\.0\.1:\d+/);
      expect(await page.locator('.proves, .ended').count()).toBe(0);
      process.kill(pid, 'SIGKILL');
      await tab.revealed();
      expect(await tab.text('.ended')).toBe('was killed by SIGKILL');
      expect(await alive.count()).toBe(0);
      expect(await tab.text('.claim.fails')).toMatch(/this step plays to its end: .*the server was killed by SIGKILL/);
      await page.keyboard.press('ArrowRight');
      await tab.titled('the next');
      await page.keyboard.press('n');
      await tab.revealed();
    });

    test('leaving a step while it plays ends its programs, and the step counts as not played', async () => {
      const started: ObservedProgram[] = [];
      const waits = stepOf('a wait', async (stage) => {
        await endOf(stage, started);
        started.push(await stage.start('server.ts'));
      });
      const quick = stepOf('the next', async (stage) => stage.claim(true, 'it plays'));
      const page = await tab.open(await project('02', [waits, quick]));
      await page.keyboard.press('y');
      await page.getByText('It waits for its end.').waitFor();
      await page.keyboard.press('ArrowRight');
      await tab.titled('the next');
      await page.keyboard.press('y');
      await tab.revealed();
      expect(await until(() => processInfo(started[0]?.pid ?? 0) === null, PATIENCE)).toBe(true);
      expect(started).toHaveLength(1);
      await page.keyboard.press('ArrowLeft');
      await page.locator('.choices button').first().waitFor();
      expect(await page.locator('.claim, .process').count()).toBe(0);
    });
  },
);

/** Starts a server and waits until it has ended. */
async function endOf(stage: Stage, started: ObservedProgram[]): Promise<void> {
  const server = await stage.start('server.ts');
  started.push(server);
  stage.say('It waits for its end.');
  await until(() => server.exited !== null, PATIENCE);
}
