import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { releaseGroup, spawnKept } from '../../host/keeper.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';

const FOLDER = join(PROJECT, 'bench');

/** `npm run bench [name] [its options]`: runs bench/NAME.ts, or all of them. */
export async function bench(args: readonly string[]): Promise<number> {
  const names = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((file) => file.endsWith('.ts'))
        .map((file) => file.slice(0, -3))
        .sort()
    : [];
  const [first, ...rest] = args.filter((arg) => arg !== '--');
  if (names.length === 0) throw new Stop('There are no benchmarks in bench/.');
  if (first !== undefined && !names.includes(first)) {
    throw new Stop(`There is no benchmark "${first}": there are ${names.join(', ')}.`, EXIT.usage);
  }
  let worst: number = EXIT.ok;
  for (const name of first === undefined ? names : [first]) worst = Math.max(worst, await runBench(name, rest));
  return worst;
}

async function runBench(name: string, args: readonly string[]): Promise<number> {
  const child = spawnKept(process.execPath, ['--import', 'tsx', join(FOLDER, `${name}.ts`), ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { pid } = child;
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (pid !== undefined) releaseGroup(pid);
      resolve(code ?? EXIT.failed);
    });
  });
}
