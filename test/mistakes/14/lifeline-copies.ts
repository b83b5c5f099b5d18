import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: 'const masters = [...own, this.#lifeline[1], ...',
      replace: 'const masters = [...own, ...',
    },
  ],
  fails: ['no worker is left when the master is killed'],
});
