import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'const kind = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;',
      replace: 'const kind = key in KEYS ? KEYS[key] : undefined;',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
