import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Debian's browser; playwright-core brings none. */
const executablePath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Why pages cannot be tried here; null when they can. */
export const chromiumProblem: string | null = executablePath === undefined ? 'chromium is not installed' : null;

/** A browser without a window. Chromium's sandbox does not work as root. */
export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('chromium is not installed');
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
