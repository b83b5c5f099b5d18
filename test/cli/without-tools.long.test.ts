import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Copy, plainEnvironment, type Said } from './fixture.ts';

const copy = new Copy();
/** What is handed out to students has neither the reference nor a repository. */
const alone = new Copy();

beforeAll(() => {
  for (const name of ['solutions', 'test/mistakes']) rmSync(alone.path(name), { recursive: true });
  mkdirSync(copy.path('class/ann/lessons/01-blocking-server'), { recursive: true });
});
afterAll(() => {
  for (const each of [copy, alone]) each.remove();
});

/** What a command says on a machine that lacks every optional program. */
function bare(folder: Copy, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Said {
  const run = spawnSync('bash', ['tools/bare-path.sh', process.execPath, 'tools/start.mjs', ...args], {
    cwd: folder.folder,
    encoding: 'utf8',
    env: { ...plainEnvironment(), ...environment },
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

describe('without the optional programs', () => {
  test.each([
    [['grade', 'class', 'jobs=none'], 2, 'jobs is a number from 1 to 64.'],
    [['grade', 'class', '01', 'json=class'], 2, 'json=class cannot be written: it is a folder.'],
    [['grade', 'class', '01'], 1, 'bwrap is not installed (apt-get install bubblewrap)'],
    [['lesson', '01', 'edit'], 1, 'EDITOR is "no-such-editor", which cannot be started.'],
  ])('%j says one sentence', (args, status, sentence) => {
    const said = bare(copy, args, { EDITOR: 'no-such-editor' });
    expect([said.status, said.err.trimEnd().split('\n').length, said.err]).toEqual([
      status,
      1,
      expect.stringContaining(sentence),
    ]);
  });

  test.runIf(process.getuid?.() === 0)(
    'grade cage=container asks for the programs that change users and set limits',
    () => {
      const { status, err } = bare(copy, ['grade', 'class', '01', 'cage=container']);
      expect([status, err]).toEqual([
        1,
        'Root grades submissions as another user, and prlimit and setpriv are not installed (apt-get install util-linux).\n',
      ]);
    },
  );

  test('reset without the reference says that git is missing, too', () => {
    const { status, err } = bare(alone, ['lesson', '01', 'reset', 'yes']);
    expect([status, err]).toEqual([1, expect.stringMatching(/^The skeleton of .* git is not installed.*\n$/)]);
  });

  test('diff is made by diff', () => {
    const { status, out } = bare(copy, ['lesson', '01', 'diff', 'server.ts']);
    expect([status, out]).toEqual([0, expect.stringContaining('+++ solutions/01-blocking-server/server.ts\n@@ ')]);
  });

  test('doctor names what is missing and what is lost', () => {
    const { status, out } = bare(copy, ['lesson', 'doctor']);
    expect(status).toBe(0);
    for (const name of ['less', 'man', 'nc', 'curl', 'redis-cli', 'strace', 'bwrap', 'git', 'tmux', 'chromium'])
      expect(out).toMatch(new RegExp(`– ${name} +missing\\n`));
  });

  test('a fresh clone without npm says how to get it', () => {
    rmSync(alone.path('node_modules'));
    const run = spawnSync(process.execPath, ['tools/start.mjs', 'lesson', 'list'], {
      cwd: alone.folder,
      encoding: 'utf8',
      env: { ...plainEnvironment(), PATH: '/nowhere' },
    });
    expect([run.status, run.stderr.split('\n').at(-2)]).toEqual([
      1,
      'npm is not installed: it comes with Node from https://nodejs.org, and with the package npm of Debian.',
    ]);
  });
});
