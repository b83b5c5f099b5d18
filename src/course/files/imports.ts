/** Named imports of one module, as our files write them: `import { a, type B } from 'x';`, on one line or several. */
const IMPORT = /^import (type )?\{([^}]*)\} from '([^']+)';$/gm;

interface Name {
  /** The specifier in the braces. */
  readonly text: string;
  /** The name in the rest of the file. */
  readonly local: string;
}

/** `text` with the imports of `source` that it uses and lacks. */
export function withImportsOf(text: string, source: string): string {
  const has = new Set([...text.matchAll(IMPORT)].flatMap((match) => namesIn(match)).map(({ local }) => local));
  const body = text.replace(IMPORT, '');
  let result = text;
  for (const match of source.matchAll(IMPORT)) {
    const missing = namesIn(match).filter(({ local }) => !has.has(local) && new RegExp(`\\b${local}\\b`).test(body));
    if (missing.length > 0) result = withNames(result, match[3] ?? '', missing);
  }
  return result;
}

function namesIn([, type = '', braces = '']: RegExpMatchArray): Name[] {
  const parts = braces.split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => ({
      text: type === '' || part.startsWith('type ') ? part : `type ${part}`,
      local: part.replace(/^type /, '').replace(/^.* as /, ''),
    }));
}

function withNames(text: string, module: string, names: readonly Name[]): string {
  const list = names.map((name) => name.text).join(', ');
  const existing = [...text.matchAll(IMPORT)].find((match) => match[3] === module && match[1] === undefined)?.[0];
  if (existing !== undefined) return text.replace(existing, existing.replace('{', `{ ${list},`));
  return text.replace(/^(?=import )/m, `import { ${list} } from '${module}';\n`);
}
