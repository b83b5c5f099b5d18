import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Master and workers',
  goal: 'A service that outlives the bugs of its workers, its upgrades and its terminal.',
  goals: [
    'Write a log that several processes share and that can be renamed while they write.',
    'Explain the race between the look at a flag and the sleep, and close it with sigsuspend.',
    'Show which process holds a listener, and which of them a connection wakes.',
    'Write the replacement of workers so that neither a crash nor a stop of a worker harms the service.',
    'Change the configuration of a running service without losing a request.',
    'Turn a program into a daemon, and say what a service manager does instead.',
  ],
  buildsOn: ['02', '04', '07'],
  hours: 6,
  files: [
    'config.ts',
    'log.ts',
    'signals.ts',
    'spawn.ts',
    'listener.ts',
    'worker.ts',
    'pool.ts',
    'master.ts',
    'daemon.ts',
    'pid-file.ts',
    'work.ts',
  ],
  given: ['settings.ts', 'client.ts', 'server.ts', 'try-config.ts', 'try-log.ts', 'try-workers.ts'],
  run: {
    server: 'server.ts',
    args: ['--config', 'lessons/14-master-worker/greeter.conf'],
    talk: 'curl http://127.0.0.1:PORT/',
  },
  steps: [
    { id: '14.1', key: 'master-worker/config-and-log', title: 'configuration and log', file: 'log.ts' },
    { id: '14.2', key: 'master-worker/master', title: 'a master that sleeps', file: 'signals.ts' },
    { id: '14.3', key: 'master-worker/listener', title: 'workers and their listener', file: 'worker.ts' },
    { id: '14.4', key: 'master-worker/replace', title: 'reap and replace', file: 'pool.ts' },
    { id: '14.5', key: 'master-worker/signals', title: 'stop, reload, reopen', file: 'master.ts' },
    { id: '14.6', key: 'master-worker/daemon', title: 'a daemon', file: 'daemon.ts' },
    { id: '14.7', key: 'master-worker/limits', title: 'titles, limits, descriptors', file: 'work.ts' },
  ],
  diagnoses,
});
