import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'dispatcher.ts',
      find: `if (handler !== undefined) return handler(body, caller);
    this.unknown++;
    return null;`,
      replace: `if (handler === undefined) throw new BadPacket(\`code \${code}, \${this.unknown++}\`);
    return handler(body, caller);`,
    },
    { file: 'dispatcher.ts', find: 'import { encode }', replace: 'import { BadPacket, encode }' },
  ],
  fails: ['codes that nobody handles are ignored: holes, the next one, and the largest'],
});
