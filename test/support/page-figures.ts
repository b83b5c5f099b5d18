import type { Browser } from 'playwright-core';

export interface PageFigures {
  /** From the navigation to the first picture, in ms. */
  readonly first: number;
  /** Parsing the page's JSON, in ms. */
  readonly parse: number;
  /** Frames per second while the wheel turns; each frame is a new picture. */
  readonly frames: number;
}

/** Opens a trace page and turns the wheel over it at each frame: in, across, and out again. */
export async function pageFigures(browser: Browser, url: string, ms: number): Promise<PageFigures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(url);
    await page.waitForSelector('canvas[data-view]');
    return await page.evaluate<PageFigures>(`(${TURN})(${ms})`);
  } finally {
    await page.close();
  }
}

/** Runs in the page, so it is not type-checked here. */
const TURN = `async (ms) => {
  const canvas = document.querySelector('canvas');
  const drawn = () => Number(canvas.dataset.drawn);
  const first = performance.getEntriesByName('first picture')[0].startTime;
  const text = document.getElementById('trace').textContent;
  const before = performance.now();
  JSON.parse(text);
  const parse = performance.now() - before;
  const box = canvas.getBoundingClientRect();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const began = await frame();
  const from = drawn();
  let now = began;
  for (let i = 0; now - began < ms; i++) {
    const [deltaX, deltaY] = [[0, -60], [80, 0], [-80, 0], [0, 60]][Math.floor(i / 30) % 4];
    const [clientX, clientY] = [box.left + box.width / 2, box.top + 50];
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaX, deltaY, clientX, clientY, cancelable: true }));
    now = await frame();
  }
  return { first, parse, frames: ((drawn() - from) * 1000) / (now - began) };
}`;
