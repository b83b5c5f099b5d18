/** The graded tests of lesson 06, in the order in which they run. */
import './lesson06/sending.ts';
import './lesson06/receiving.ts';
import './lesson06/serving.ts';
import './lesson06/client.ts';
import './lesson06/lying-server.ts';
import './lesson06/vanishing-client.ts';
import './lesson06/cleanliness.ts';
import './lesson06/lying-client.ts';
