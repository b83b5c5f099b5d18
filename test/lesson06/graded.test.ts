/** The graded tests of lesson 06, in the order in which they run. */
import './sending.ts';
import './receiving.ts';
import './serving.ts';
import './client.ts';
import './lying-server.ts';
import './vanishing-client.ts';
import './cleanliness.ts';
import './lying-client.ts';
