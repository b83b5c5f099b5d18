import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `throw new Failure(\`the server refuses: \${JSON.stringify(nextCar(receiver).toString())}\`)`,
      replace: `throw new Failure('the server refuses')`,
    },
  ],
  fails: ['client: passes the reason of a refusal on'],
});
