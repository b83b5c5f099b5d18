import { arch, platform } from 'node:process';

/** Why this machine cannot run the lab, in one sentence, or null when it can. */
function platformProblem(): string | null {
  if (platform !== 'linux') {
    return `The lab makes Linux system calls and this is ${platform}: open the folder in its dev container, in WSL2, or on any Linux machine.`;
  }
  if (arch !== 'x64' && arch !== 'arm64') {
    return `The lab knows the x86-64 and arm64 layouts of the kernel's structures and this is ${arch}.`;
  }
  return null;
}

const problem = platformProblem();
if (problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
