import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Watcher } from '../../src/course/files/watcher.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { until } from '../../src/host/wait.ts';

const scratch = makeScratch();
afterAll(() => removeScratch(scratch));

test('a file is watched in a folder that was made anew, too', async () => {
  const folder = join(scratch, 'lesson');
  const save = (text: string): void => writeFileSync(join(folder, 'server.ts'), text);
  mkdirSync(folder);
  save('first');
  let saves = 0;
  const watcher = new Watcher(folder, ['server.ts'], () => saves++);
  try {
    save('second');
    expect(await until(() => saves === 1, 30_000)).toBe(true);
    rmSync(folder, { recursive: true });
    expect(await until(() => saves === 2, 30_000)).toBe(true);
    mkdirSync(folder);
    save('third');
    expect(await until(() => saves === 3, 30_000)).toBe(true);
    save('fourth');
    expect(await until(() => saves === 4, 30_000)).toBe(true);
  } finally {
    watcher.end();
  }
});
