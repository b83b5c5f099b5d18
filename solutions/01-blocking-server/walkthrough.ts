/** Lesson 01 for a class: nine predictions, each played on the reference and on a server with the mistake. */
import type { WalkStep } from '../../src/stage/scene.ts';
import { halfClose } from './walkthrough/client.ts';
import { missingClose, shortWrite, tenBytes } from './walkthrough/echoing.ts';
import { queue, restart, swappedPort } from './walkthrough/listening.ts';
import { brokenPipe, resetInTheQueue } from './walkthrough/rude-clients.ts';

export const steps: readonly WalkStep[] = [
  swappedPort,
  queue,
  tenBytes,
  shortWrite,
  missingClose,
  resetInTheQueue,
  brokenPipe,
  restart,
  halfClose,
];
