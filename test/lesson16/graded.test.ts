/** The graded tests of lesson 16, in the order in which they run. */
import './tables.ts';
import './live.ts';
import './holders.ts';
import './opening.ts';
import './closing.ts';
import './last.ts';
import './paying.ts';
import './predicting.ts';
import './guarding.ts';
