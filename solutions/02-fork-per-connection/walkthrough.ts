/** Lesson 02 for a class: eight predictions, played on the reference and, where it helps, on a server with the mistake. */
import type { WalkStep } from '../../src/stage/scene.ts';
import { endOfChat } from './walkthrough/chat.ts';
import { brokenPipe, sharedConnection, unreadBytes } from './walkthrough/endings.ts';
import { descriptors, oneSignal, orderlyStop, zombies } from './walkthrough/processes.ts';

export const steps: readonly WalkStep[] = [
  descriptors,
  zombies,
  oneSignal,
  orderlyStop,
  brokenPipe,
  sharedConnection,
  unreadBytes,
  endOfChat,
];
