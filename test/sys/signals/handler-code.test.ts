import { expect, test } from 'vitest';
import { MACHINE_CODE } from '../../../src/sys/signals/handler/code.ts';
import { assemble } from '../../../tools/assemble.ts';
import { installed } from '../../support/installed.ts';

const MACHINES = [
  ['x64', 'x86_64-linux-gnu-as'],
  ['arm64', 'aarch64-linux-gnu-as'],
] as const;

for (const [arch, assembler] of MACHINES) {
  test.skipIf(!installed(assembler, `the signal handler of ${arch}`))(
    `the machine code of the signal handler for ${arch} is assembled from its source`,
    () => {
      expect(MACHINE_CODE[arch]).toEqual(assemble(arch));
    },
  );
}
