import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../host/atomic-write.ts';
import { PROJECT } from '../host/project.ts';
import type { Mutant } from './mutant.ts';

/** What became of a mutant: the title of the test that failed, or that none did, or why it could not be graded. */
export type Verdict =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'survived' }
  | { readonly kind: 'error'; readonly why: string };

/**
 * The verdicts of earlier runs, so that a run that was interrupted goes on. One is kept under the whole text of its mutant:
 * when the reference changes, it is forgotten. (When a test changes, `again` forgets the survivors.)
 */
export class Verdicts {
  readonly #path: string;
  readonly #known: Map<string, Verdict>;

  constructor(lesson: string) {
    this.#path = join(PROJECT, '.lab', 'mutants', `${lesson}.json`);
    this.#known = new Map(existsSync(this.#path) ? Object.entries(JSON.parse(readFileSync(this.#path, 'utf8'))) : []);
  }

  get(mutant: Mutant): Verdict | undefined {
    return this.#known.get(key(mutant));
  }

  set(mutant: Mutant, verdict: Verdict): void {
    this.#known.set(key(mutant), verdict);
    mkdirSync(dirname(this.#path), { recursive: true });
    writeAtomically(this.#path, JSON.stringify(Object.fromEntries(this.#known)));
  }
}

const key = ({ file, text }: Mutant): string =>
  createHash('sha256').update(`${file} ${text}`).digest('hex').slice(0, 24);
