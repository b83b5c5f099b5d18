import { mistake } from '#lesson';

/** Tries all descriptors again and again. */
export default mistake({
  edits: [
    { file: 'server.ts', find: `} from '#sys';`, replace: `  sleepMs,\n} from '#sys';` },
    {
      file: 'server.ts',
      find: 'select(highest + 1, readable, writable, null, this.#patience());',
      replace: 'void [select, highest, this.#patience()];\n      sleepMs(20);',
    },
    {
      file: 'client.ts',
      find: "signal, write } from '#sys';",
      replace: "signal, sleepMs, write } from '#sys';",
    },
    {
      file: 'client.ts',
      find: 'select(conn + 1, readable, writable, null, null);',
      replace: 'void select;\n    sleepMs(20);',
    },
  ],
  fails: ['serves its clients in any order', 'client: prints the echo of its standard input'],
});
