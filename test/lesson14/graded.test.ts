/** The graded tests of lesson 14, in the order in which they run. */
import './config.ts';
import './log.ts';
import './master.ts';
import './listening.ts';
import './accepting.ts';
import './replacing.ts';
import './failing.ts';
import './stopping.ts';
import './leaving.ts';
import './reloading.ts';
import './reopening.ts';
import './daemon.ts';
import './pid-file.ts';
import './limits.ts';
