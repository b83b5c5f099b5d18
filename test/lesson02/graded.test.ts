/** The graded tests of lesson 02, in the order in which they run. */
import './children.ts';
import './reaping.ts';
import './signals.ts';
import './rude-clients.ts';
import './hanging-up.ts';
import './cleanliness.ts';
import './chat.ts';
import './chat-errors.ts';
import './chat-moments.ts';
