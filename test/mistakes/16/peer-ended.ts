import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `endOwn(situation, ours);
  else if`,
      replace: `endOwn(situation, situation === 'no-read' ? peers : ours);
  else if`,
    },
    {
      file: 'situations.ts',
      find: `  shutdown(ours, situation === 'no-write' ? SHUT_WR : SHUT_RD);`,
      replace: `  shutdown(ours, SHUT_WR);
  void SHUT_RD;`,
    },
  ],
  fails: ['after shutdown of this end'],
});
