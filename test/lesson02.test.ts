/** The graded tests of lesson 02, in the order in which they run. */
import './lesson02/children.ts';
import './lesson02/reaping.ts';
import './lesson02/signals.ts';
import './lesson02/rude-clients.ts';
import './lesson02/hanging-up.ts';
import './lesson02/cleanliness.ts';
import './lesson02/chat.ts';
