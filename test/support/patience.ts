/** What ends a wait in a test that would not end by itself; far more than a busy machine takes. In milliseconds. */
export const PATIENCE_MS = 200_000;
