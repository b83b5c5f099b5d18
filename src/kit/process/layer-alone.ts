import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { PROJECT } from '../../host/project.ts';

const LAYER = join(PROJECT, 'src') + sep;

/**
 * Lets the layer alone import koffi. A call past the layer is seen by no fault, no trace and no test; and a program that was handed out
 * as one built file, with the layer in it, is not the work of the one who hands it in.
 */
export const layerAlone: Plugin = {
  name: 'layer-alone',
  setup(build) {
    build.onResolve({ filter: /^koffi$/ }, ({ importer }) =>
      importer.startsWith(LAYER)
        ? { path: 'koffi', external: true }
        : { errors: [{ text: "programs of a lesson take system calls from '#sys', not from koffi" }] },
    );
  },
};
