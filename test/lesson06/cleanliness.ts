import { lesson, RESETS, SERVES } from './lesson.ts';

/** Looks back at the tests that come before it in the entry. */
lesson.cleanliness('06.5', 2, [SERVES, RESETS], () => undefined);
