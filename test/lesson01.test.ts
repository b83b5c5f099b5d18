/** The graded tests of lesson 01, in the order in which they run. */
import './lesson01/listening.ts';
import './lesson01/accepting.ts';
import './lesson01/echoing.ts';
import './lesson01/rude-clients.ts';
import './lesson01/cleanliness.ts';
import './lesson01/client.ts';
