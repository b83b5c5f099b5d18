/** Lesson 03 for a class: eight predictions, played on the reference and, where it helps, on a mistake. */
import type { WalkStep } from '../../src/stage/scene.ts';
import { halfClose } from './walkthrough/client.ts';
import { slowClient, staleSet, staleTime, wall } from './walkthrough/server.ts';
import { interruptedWait, refusedConnect, restoredFlags } from './walkthrough/timeouts.ts';

export const steps: readonly WalkStep[] = [
  interruptedWait,
  refusedConnect,
  restoredFlags,
  staleSet,
  slowClient,
  wall,
  staleTime,
  halfClose,
];
