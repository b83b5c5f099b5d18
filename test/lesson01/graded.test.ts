/** The graded tests of lesson 01, in the order in which they run. */
import './listening.ts';
import './accepting.ts';
import './echoing.ts';
import './rude-clients.ts';
import './cleanliness.ts';
import './client.ts';
