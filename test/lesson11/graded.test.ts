/** The graded tests of lesson 11, in the order in which they run. */
import './copy.ts';
import './mapped.ts';
import './sent-file.ts';
import './spliced.ts';
import './upload.ts';
import './broken-upload.ts';
import './zero-copy.ts';
import { lesson, sends } from './lesson.ts';

lesson.cleanliness('11.1', 2, [sends('copy')], () => undefined);
