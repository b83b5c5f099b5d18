/**
 * The first module of a thread that startThread makes from a TypeScript file. JavaScript, because on Node 20 a worker
 * does not inherit the TypeScript loader: it is registered here, and only then is the thread's own module imported.
 * Programs that were built beforehand have their threads built with them (src/kit/process/build.ts).
 */
import './thread-output.mjs';
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { runThread } = await import('./thread-run.ts');
await runThread(workerData, () => import(workerData.entry));
