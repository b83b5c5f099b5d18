/**
 * A region of a solution: the code of a step between `//#region NN.k` and `//#endregion`. The skeleton keeps the `// TODO`
 * comment at its top and has `todo(…)` in place of the rest. A region marked `silent` is left empty, because the code
 * before and after it must still run.
 */
export interface Region {
  readonly step: string;
  readonly silent: boolean;
  /** Line numbers from 0 of the two markers. */
  readonly begin: number;
  readonly end: number;
}

const BEGIN = /^\s*\/\/#region (\d\d\.\d+)( silent)?\s*$/;
const END = /^\s*\/\/#endregion\b/;

/** The step regions of a source text, in order. Throws when the markers do not pair up. */
export function regionsOf(source: string): Region[] {
  const regions: Region[] = [];
  let open: { step: string; silent: boolean; begin: number } | null = null;
  for (const [i, line] of source.split('\n').entries()) {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      if (open !== null) throw new Error(`line ${i + 1}: region ${begin[1]} begins inside region ${open.step}`);
      open = { step: begin[1] ?? '', silent: begin[2] !== undefined, begin: i };
    } else if (END.test(line)) {
      if (open === null) throw new Error(`line ${i + 1}: #endregion without a region`);
      regions.push({ ...open, end: i });
      open = null;
    }
  }
  if (open !== null) throw new Error(`line ${open.begin + 1}: region ${open.step} has no #endregion`);
  return regions;
}

/** The skeleton of a solution; the steps in `solved` keep their code. */
export function skeletonOf(solution: string, solved: ReadonlySet<string> = new Set()): string {
  const lines = solution.split('\n');
  let emptied = false;
  for (const region of regionsOf(solution).reverse()) {
    if (solved.has(region.step)) continue;
    emptied ||= !region.silent;
    lines.splice(region.begin + 1, region.end - region.begin - 1, ...emptyBody(lines, region));
  }
  const text = lines.join('\n');
  return emptied ? importTodo(text) : text;
}

/** The solution without markers and tasks. */
export function withoutRegions(solution: string): string {
  const lines = solution.split('\n');
  for (const region of regionsOf(solution).reverse()) {
    const { begin, end } = region;
    lines.splice(begin, end - begin + 1, ...lines.slice(begin + 1 + taskIn(lines, region).length, end));
  }
  return lines.join('\n');
}

/** The comment at the top of a region. */
export function taskIn(lines: readonly string[], { begin, end }: Region): string[] {
  const body = lines.slice(begin + 1, end);
  const length = body.findIndex((line) => !line.trimStart().startsWith('//'));
  return length < 0 ? body : body.slice(0, length);
}

/** Whether a text is a skeleton in which no step has been written. */
export function isSkeleton(text: string): boolean {
  try {
    return skeletonOf(text) === text;
  } catch {
    return false;
  }
}

function emptyBody(lines: readonly string[], region: Region): string[] {
  const comment = taskIn(lines, region);
  if (!comment[0]?.includes(`// TODO ${region.step}:`)) {
    throw new Error(`line ${region.begin + 2}: region ${region.step} must begin with "// TODO ${region.step}: …"`);
  }
  if (region.silent) return comment;
  const indent = /^\s*/.exec(comment[0])?.[0] ?? '';
  const caught = /\bcatch \((\w+)\) \{$/.exec(lines[region.begin - 1] ?? '')?.[1];
  const more = caught === undefined ? '' : `, ${caught}`;
  return [...comment, `${indent}todo('${region.step}', '${taskOf(comment, region.step)}'${more});`];
}

const SHORT = 20;

/** The comment's first sentence, and the next one after a very short one: a program prints it when it reaches the step. */
function taskOf(comment: readonly string[], step: string): string {
  const text = comment
    .filter((line) => !/^\s*\/\/\s+man:/.test(line))
    .map((line) => line.replace(/^\s*\/\/\s*/, ''))
    .join(' ')
    .replace(`TODO ${step}: `, '');
  const ends = [...text.matchAll(/[.;](?=\s|$)/g)].map(({ index }) => index);
  const sentence = text.slice(0, ends.find((end) => end >= SHORT) ?? text.replace(/[.;]$/, '').length);
  return sentence.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}

const PROGRAM_IMPORT = /^import \{([^}]*)\} from '#program';$/m;

function importTodo(source: string): string {
  const found = PROGRAM_IMPORT.exec(source);
  if (found === null) {
    const line = "import { todo } from '#program';\n";
    // A file without imports begins with a doc comment.
    return /^import /m.test(source)
      ? source.replace(/^(?=import )/m, line)
      : source.replace(/(?<=\*\/\n)\n/, `${line}\n`);
  }
  const names = (found[1] ?? '').split(',').map((name) => name.trim());
  const all = [...new Set([...names.filter((name) => name !== ''), 'todo'])].sort();
  return source.replace(PROGRAM_IMPORT, `import { ${all.join(', ')} } from '#program';`);
}
