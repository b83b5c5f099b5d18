/** What lesson 14 has to show, on the reference and on its mistakes. */
import type { Scene } from '../../src/stage/scene.ts';

export const scenes: readonly Scene[] = [];
