import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'work.ts',
      find: '  setproctitle(`greeter: ${role}`);',
      replace: `  setproctitle(\`greeter: \${role.split(' ')[0]}\`);`,
    },
  ],
  fails: ['ps tells the master from its workers, and a leaving worker from a serving one'],
});
