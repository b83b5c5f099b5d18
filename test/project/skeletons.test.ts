import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { skeletons, writeTarget } from '../../src/lab/folders.ts';
import { grade } from '../../src/lab/grade.ts';
import { lessons } from '../../src/lab/registry.ts';

describe.each(lessons)('the skeleton of lesson $id', (lesson) => {
  test('fails every graded test because a step is not written', { timeout: 120_000 }, async () => {
    const target = writeTarget(`skeleton-${process.pid}`, lesson, skeletons(lesson));
    try {
      const { reports, status } = await grade([lesson], { target, quiet: true });
      const tests = reports[0]?.tests ?? [];
      const standing = new Map(tests.map((result) => [result.title, result.status]));
      const odd = tests.filter(({ status, failure }) => {
        if (status === 'todo') return false;
        // What it waits for has to be unwritten as well, or wait for something that is.
        const blocker = /^"(.*)" to pass first$/.exec(failure?.expected ?? '')?.[1];
        const cause = blocker === undefined ? undefined : standing.get(blocker);
        return status !== 'waiting' || (cause !== 'todo' && cause !== 'waiting');
      });
      expect(odd).toEqual([]);
      expect(tests.length).toBeGreaterThan(0);
      expect(tests.some((result) => result.status === 'todo')).toBe(true);
      expect(status).not.toBe(0);
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  });
});
