import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Projector } from '../../src/web/server.ts';
import { openBrowser } from '../support/browser.ts';

/** A generous deadline for an event that takes a moment on an idle machine. */
export const PATIENCE = 60_000;

/** The projector page in a browser, closed after each test, which fails if the page reported an error. */
export class Tab {
  #browser: Browser | null = null;
  #page: Page | null = null;
  #projector: Projector | null = null;
  readonly #problems: string[] = [];

  constructor() {
    beforeAll(async () => {
      this.#browser = await openBrowser();
    });
    afterAll(() => this.#browser?.close());
    afterEach(async () => {
      await this.#page?.context().close();
      await this.#projector?.end();
      expect(this.#problems.splice(0)).toEqual([]);
    });
  }

  async open(of: Projector, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    if (this.#browser === null) throw new Error('the browser is not open yet');
    this.#projector = of;
    const context = await this.#browser.newContext({ viewport: { width: 1920, height: 1080 }, colorScheme });
    this.#page = await context.newPage();
    this.#page.setDefaultTimeout(PATIENCE);
    // Violations of the content security policy arrive here too.
    this.#page.on('console', (message) => message.type() === 'error' && this.#problems.push(message.text()));
    this.#page.on('pageerror', (error) => this.#problems.push(String(error)));
    await this.#page.goto(of.url);
    await this.#page.locator('h1').waitFor();
    return this.#page;
  }

  get url(): string {
    return this.#projector?.url ?? '';
  }

  text(selector: string): Promise<string> {
    return this.#shown.locator(selector).innerText();
  }

  revealed(): Promise<void> {
    return this.#shown.locator('.proves').waitFor();
  }

  titled(title: string): Promise<void> {
    return this.#shown.locator('h1', { hasText: title }).waitFor();
  }

  get #shown(): Page {
    if (this.#page === null) throw new Error('no page is open yet');
    return this.#page;
  }
}
