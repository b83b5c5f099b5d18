import type { Stage } from './stage.ts';

/** A phenomenon, played live: `npm run lesson NN demo NAME`. In solutions/NN-slug/demo.ts. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  /** The mistakes that it makes in one program together: `['kept-copy', 'close-only']`. A hand-out has such programs built. */
  readonly together?: readonly string[];
  play(stage: Stage): Promise<void>;
}

/** One step of a classroom walkthrough: predict, run, reveal. In solutions/NN-slug/walkthrough.ts. */
export interface WalkStep {
  readonly title: string;
  /** The code to show: the regions of one step in one file of the reference; or of the skeleton, for a class before its deadline. */
  readonly code?: { readonly file: string; readonly step: string; readonly skeleton?: boolean };
  /** The facts that the class needs for its prediction. */
  readonly say: string;
  readonly predict: {
    readonly question: string;
    /** In order; the first letter of each is its key, so they differ. */
    readonly choices: readonly string[];
    /** The index of the right one. */
    readonly answer: number;
  };
  /** Runs the programs, shows the kernel's evidence and makes claims about it. Independent of the other steps. */
  play(stage: Stage): Promise<void>;
  /** One sentence: the fact that the step has proved. */
  readonly proves: string;
}

/** The key of a choice is its first letter. */
export const keyOf = (choice: string): string => choice.trim()[0]?.toLowerCase() ?? '';
