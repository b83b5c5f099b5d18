/** Any deadline inside a graded test is shorter: this one only ends a test that is itself wrong. */
export const TEST_TIMEOUT_MS = 180_000;

/** Tests that run at once when only one step was asked for: somebody waits for the answer. */
export const TESTS_AT_ONCE = 5;
