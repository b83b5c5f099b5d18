import { EXIT } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { hanging, paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { type Check, examine } from './doctor-checks.ts';

const NAME_WIDTH = 19;

/** `doctor`: examines this machine. Fails only if a needed check fails. */
export async function doctor(): Promise<number> {
  const checks = await examine();
  say();
  for (const check of checks) {
    for (const line of hanging(` ${mark(check)} ${check.name.padEnd(NAME_WIDTH)}`, check.saw)) say(line);
    if (!check.ok) say(paragraph(check.otherwise, columns(), 3));
  }
  const missing = checks.filter((check) => check.needed && !check.ok);
  say(
    missing.length === 0
      ? '\n The lab can run here.\n'
      : `\n The lab cannot run here yet: ${missing.map(({ name }) => name).join(', ')}.\n`,
  );
  return missing.length === 0 ? EXIT.ok : EXIT.failed;
}

const mark = ({ ok, needed }: Check): string => (ok ? paint.green('✓') : needed ? paint.red('✗') : paint.yellow('–'));
