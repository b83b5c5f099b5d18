/** The graded tests of lesson 14, in the order in which they run. */
import './config.ts';
import './log.ts';
import './master.ts';
import './listening.ts';
import './replacing.ts';
import './stopping.ts';
import './reloading.ts';
import './daemon.ts';
import './limits.ts';
