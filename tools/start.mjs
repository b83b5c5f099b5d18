// The first thing that runs on a fresh clone, so it uses nothing but Node: installs the
// dependencies when they are missing or older than the lock file, then hands over to TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`The lab needs Node 20.19 or newer, and this is ${process.versions.node}. https://nodejs.org has newer ones.`);
}
if (process.platform !== 'linux') {
  fail(
    `The lab makes Linux system calls and this is ${process.platform}: open the folder in its dev container, in WSL2, or on any Linux machine.`,
  );
}
if (process.arch !== 'x64' && process.arch !== 'arm64') {
  fail(`The lab knows the x86-64 and arm64 layouts of the kernel's structures and this is ${process.arch}.`);
}
const [odd] = /[#%?*]/.exec(project) ?? [];
if (odd !== undefined) {
  fail(
    `The tests cannot be loaded from a path with a "${odd}", and the lab is in ${project}: move or rename the folder.`,
  );
}
if (readFileSync(join(project, 'tools', 'esbuild'), 'latin1').includes('\r')) {
  fail(
    'The files of the lab have the line ends of Windows, with which its scripts do not start: clone it again inside Linux, or run git config core.autocrlf false, git rm -qr --cached . and git reset --hard, which drops uncommitted changes.',
  );
}
install();
// Node 20 reads these certificates at each start, which takes as long as the rest of the start. Nothing here speaks TLS from now on.
delete process.env.NODE_EXTRA_CA_CERTS;

guardEsbuild();

const { builtModules } = await import('./built-cli.mjs');
const built = await builtModules(project);
process.setSourceMapsEnabled(built !== null);
if (built === null) {
  const { register } = await import('tsx/esm/api');
  register();
}
const entry = join(project, 'src', 'cli', 'main.ts');
const { main } = await import(pathToFileURL(built?.[entry] ?? entry).href);
process.exitCode = await main(process.argv.slice(2), built ?? undefined);

function guardEsbuild() {
  const binary = join(project, 'node_modules', '@esbuild', `linux-${process.arch}`, 'bin', 'esbuild');
  if (existsSync(binary)) process.env.ESBUILD_BINARY_PATH = join(project, 'tools', 'esbuild');
}

function install() {
  const lock = join(project, 'package-lock.json');
  const installed = join(project, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const modules = join(project, 'node_modules');
  // npm ci would empty the folder behind the link.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    if (existsSync(installed)) return;
    fail(
      'node_modules is a link to a folder without an installation: run npm ci where it leads to, or remove the link.',
    );
  }
  process.stderr.write('Installing the dependencies first (npm ci), once …\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  });
  if (error?.code === 'ENOENT')
    fail('npm is not installed: it comes with Node from https://nodejs.org, and with the package npm of Debian.');
  if (status !== 0) fail('npm ci did not succeed: see its message above, then run the command again.');
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
