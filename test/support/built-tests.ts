import { useBuiltTests } from '../../src/grading/runner/runner-args.ts';
import { PROJECT } from '../../src/host/project.ts';
import { builtModules } from '../../tools/built-cli.mjs';

/** A vitest setup file: runs of graded tests start as they do from the command line. */
const modules = await builtModules(PROJECT);
if (modules !== null) useBuiltTests(modules);
