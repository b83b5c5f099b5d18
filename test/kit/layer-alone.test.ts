import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { buildProgram } from '../../src/kit/process/build.ts';

mkdirSync(join(PROJECT, '.lab'), { recursive: true });
const scratch = makeScratch(join(PROJECT, '.lab'));
afterAll(() => removeScratch(scratch));

function program(text: string): string {
  const path = join(scratch, 'program.ts');
  writeFileSync(path, text);
  return path;
}

test("a program takes system calls from '#sys', and has no koffi of its own", async () => {
  await expect(buildProgram(program("import koffi from 'koffi';\nkoffi.load(null);\n"))).rejects.toThrow(
    /program\.ts:1:\d+: programs of a lesson take system calls from '#sys', not from koffi$/,
  );
  await expect(buildProgram(program("import { getpid } from '#sys';\ngetpid();\n"))).resolves.toMatch(/\.mjs$/);
});
