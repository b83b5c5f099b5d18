/** The graded tests of lesson 14, in the order in which they run. */
