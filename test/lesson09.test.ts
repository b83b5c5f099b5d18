/** The graded tests of lesson 09, in the order in which they run. */
import './lesson09/buffer.ts';
import './lesson09/channel.ts';
import './lesson09/loop.ts';
import './lesson09/acceptor.ts';
import './lesson09/connection.ts';
import './lesson09/server.ts';
import './lesson09/resp.ts';
import { lesson, SERVES } from './lesson09/lesson.ts';

lesson.cleanliness('09.7', 2, [SERVES], (kind) => (kind === 'busy' ? 'L09-B02' : 'L09-B09'));
