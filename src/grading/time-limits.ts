/** Longer than any deadline inside a graded test: ends only a test that is itself wrong. */
export const TEST_TIMEOUT_MS = 180_000;

/** Tests that run at the same time when one step is graded, because a learner is waiting. */
export const TESTS_AT_ONCE = 5;
