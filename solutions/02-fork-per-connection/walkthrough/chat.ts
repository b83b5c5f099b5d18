/** Walkthrough of lesson 02: the two processes of a chat. */
import { processTable } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const CHAT = 'chat.ts';

export const endOfChat: WalkStep = {
  title: 'Two processes for one chat',
  code: { file: CHAT, step: '02.6' },
  say: 'Two chat programs are connected, two processes each. One side is told to leave.',
  predict: {
    question: 'How many of the four processes are left?',
    choices: ['none', 'one, without a parent', 'two'],
    answer: 0,
  },
  play: chatLeaves,
  proves:
    'The reader sees the end of the conversation; it ends the writer, which still waits for the keyboard, and reaps it.',
};

async function chatLeaves(stage: Stage): Promise<void> {
  const ann = await stage.start(CHAT);
  const bob = await stage.launch(CHAT, { args: ['--connect', '--port', String(ann.port)] });
  ann.partner(bob);
  await ann.waitFor('two processes on each side', () => ann.processes().length === 2 && bob.processes().length === 2);
  await bob.quiet(); // it installs its handlers after the fork
  stage.show('before', [...processTable(ann), ...processTable(bob)]);
  bob.signal('SIGTERM');
  await bob.exit();
  await ann.exit();
  const left = [...ann.processes(), ...bob.processes()];
  stage.show(
    'after',
    left.length === 0 ? ['no process'] : left.map(({ pid, ppid, state }) => `${pid} ppid ${ppid} state ${state}`),
  );
  stage.claim(left.length === 0, 'all four processes are gone');
}
