/** Lesson 14 for a class: predictions, each played live. */
import type { WalkStep } from '../../src/stage/scene.ts';

export const steps: readonly WalkStep[] = [];
