import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * Assembles src/sys/signals/handler/*.s into code.ts beside them. Needs GNU as for both machines: Debian's binutils and
 * binutils-aarch64-linux-gnu, or the two for x86-64 on an arm64 machine.
 */
const ROOM = fileURLToPath(new URL('../src/sys/signals/handler', import.meta.url));

const TARGETS = [
  { arch: 'x64', triplet: 'x86_64-linux-gnu', header: '.intel_syntax noprefix\n' },
  { arch: 'arm64', triplet: 'aarch64-linux-gnu', header: '' },
] as const;

export interface MachineCode {
  /** The machine code in hexadecimal. The handler is its first byte. */
  readonly code: string;
  /** Offset of the word that holds the address of the memory. */
  readonly memory: number;
  /** Offset of the handler of the timer's signal. */
  readonly tick: number;
}

/** The machine code of one source, or null where no assembler for it is installed. */
export function assemble(arch: 'x64' | 'arm64'): MachineCode | null {
  const target = TARGETS.find((each) => each.arch === arch);
  if (target === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'lab-assemble-'));
  const tool = (name: string, ...args: string[]): string =>
    execFileSync(`${target.triplet}-${name}`, args, { cwd: folder, encoding: 'utf8' });
  try {
    writeFileSync(join(folder, 'handler.s'), target.header + readFileSync(join(ROOM, `${arch}.s`), 'utf8'));
    tool('as', '-o', 'handler.o', 'handler.s');
    tool('objcopy', '-O', 'binary', '-j', '.text', 'handler.o', 'handler.bin');
    const symbols = tool('nm', 'handler.o');
    const offsetOf = (name: string): number =>
      Number.parseInt(new RegExp(`^(\\w+) t ${name}$`, 'm').exec(symbols)?.[1] ?? '', 16);
    return {
      code: readFileSync(join(folder, 'handler.bin'), 'hex'),
      memory: offsetOf('memory'),
      tick: offsetOf('tick'),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parts = TARGETS.map(({ arch }) => {
    const built = assemble(arch);
    if (built === null) throw new Error(`no assembler for ${arch} is installed`);
    const lines = built.code.match(/.{1,96}/g) ?? [];
    return `  ${arch}: {\n    code:\n${lines.map((line) => `      '${line}'`).join(' +\n')},\n    memory: ${built.memory},\n    tick: ${built.tick},\n  },\n`;
  });
  writeFileSync(
    join(ROOM, 'code.ts'),
    `/** Assembled from x64.s and arm64.s by tools/assemble.ts; a test compares them. */\nexport const MACHINE_CODE = {\n${parts.join('')}} as const;\n`,
  );
}
