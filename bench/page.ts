import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { htmlPage } from '../src/trace/html.ts';
import { eventCount } from '../src/trace/model.ts';
import { bigTrace } from '../test/support/big-trace.ts';
import { CHROMIUM, openBrowser } from '../test/support/browser.ts';
import { pageFigures } from '../test/support/page-figures.ts';

/**
 * The speed of the page of a big trace: the time to its first picture, and the frame rate while zooming and moving for three
 * seconds. Exits 1 if a bar is missed.
 */
const EVENTS = 100_000;
const FIRST_MS = 2000;
const FRAMES = 30;

if (CHROMIUM === null) process.stdout.write('skipped: chromium is not installed\n');
else await measure();

async function measure(): Promise<void> {
  const folder = makeScratch();
  process.on('exit', () => removeScratch(folder));
  const trace = await bigTrace(EVENTS);
  const began = performance.now();
  const html = await htmlPage('A big trace', [{ name: 'big', trace }]);
  const wrote = performance.now() - began;
  const file = join(folder, 'big.html');
  writeFileSync(file, html);
  const browser = await openBrowser();
  try {
    const { first, parse, frames } = await pageFigures(browser, pathToFileURL(file).href, 3000);
    process.stdout.write(
      `page of ${eventCount(trace)} events   written in ${wrote.toFixed(0)} ms, ${(html.length / 1e6).toFixed(1)} MB   JSON parsed in ${parse.toFixed(0)} ms\n` +
        `first picture after ${first.toFixed(0)} ms (bar ${FIRST_MS})   ${frames.toFixed(0)} frames/s while zooming and moving (bar ${FRAMES})\n`,
    );
    process.exitCode = eventCount(trace) >= EVENTS && first <= FIRST_MS && frames >= FRAMES ? 0 : 1;
  } finally {
    await browser.close();
  }
}
