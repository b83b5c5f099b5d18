import { spawn } from 'node:child_process';
import { onPath } from '../../host/on-path.ts';
import { takingInterrupts } from './interrupt.ts';
import { interactive, say } from './terminal.ts';

/** A shell's status for a program that it could not find. */
const NOT_FOUND = 127;

/** Shows a long text: in a pager at a terminal, otherwise plainly. */
export async function page(text: string): Promise<void> {
  const pager = interactive()
    ? (process.env['PAGER'] ?? (onPath('less') ? 'less -RFX "-Psq leaves, space goes on"' : ''))
    : '';
  if (pager === '') {
    say(text);
    return;
  }
  // Ctrl-C belongs to the pager while it runs.
  await takingInterrupts(
    () => {},
    () =>
      new Promise<void>((resolve) => {
        const child = spawn(pager, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] });
        child.stdin.on('error', () => {}); // the pager may exit before it has read everything
        child.once('error', () => resolve());
        child.once('close', (code) => {
          if (code === NOT_FOUND) say(text);
          resolve();
        });
        child.stdin.end(`${text}\n`);
      }),
  );
}
