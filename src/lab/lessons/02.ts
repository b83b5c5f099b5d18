import type { Lesson } from '../lesson.ts';

export const lesson02: Lesson = {
  id: '02',
  slug: 'fork-per-connection',
  title: 'Fork per connection',
  goal: '',
  run: { server: 'server.ts', talk: 'nc 127.0.0.1 PORT' },
  files: ['server.ts', 'chat.ts'],
  steps: [],
  mistakes: {},
};
