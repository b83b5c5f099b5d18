import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Epoll, level and edge',
  goal: 'One process for thousands of clients: two echo servers on epoll, one level-triggered and one edge-triggered, that neither lose a byte nor spin.',
  goals: [],
  buildsOn: ['03'],
  hours: 3,
  files: ['interest.ts', 'level.ts', 'edge.ts'],
  given: [],
  run: {
    server: 'level.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '04.1', key: 'epoll/interest', title: 'the interest list', file: 'interest.ts' },
    { id: '04.2', key: 'epoll/level', title: 'the level-triggered server', file: 'level.ts' },
    { id: '04.3', key: 'epoll/output', title: 'output that does not fit', file: 'level.ts' },
    { id: '04.4', key: 'epoll/edge', title: 'the edge-triggered server', file: 'edge.ts' },
    { id: '04.5', key: 'epoll/hang-up', title: 'hang-up, error, and the last request', file: 'edge.ts' },
  ],
  diagnoses,
});
