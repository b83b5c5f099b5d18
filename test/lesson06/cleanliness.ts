import { lesson, RESETS, SERVES } from './lesson.ts';

/** Reports on the tests before it: graded.test.ts imports it behind them. */
lesson.cleanliness('06.5', 2, [SERVES, RESETS], () => undefined);
