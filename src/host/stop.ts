/** Ends a command: one sentence for the user, and an exit status. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly status: number;

  constructor(sentence: string, status: number = EXIT.failed) {
    super(sentence);
    this.status = status;
  }
}

export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130, brokenPipe: 141 } as const;
