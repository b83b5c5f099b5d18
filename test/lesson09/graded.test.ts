/** The graded tests of lesson 09, in the order in which they run. */
import './buffer.ts';
import './channel.ts';
import './loop.ts';
import './order.ts';
import './acceptor.ts';
import './connection.ts';
import './server.ts';
import './resp.ts';
import { lesson, SERVES } from './lesson.ts';

lesson.cleanliness('09.7', 2, [SERVES], (kind) => (kind === 'busy' ? 'always-writable' : 'not-closed'));
