/** The graded tests of lesson 12, in the order in which they run. */
import './hanging-up.ts';
