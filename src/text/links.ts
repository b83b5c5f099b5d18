import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import supportsHyperlinks from 'supports-hyperlinks';
import { PROJECT } from '../host/project.ts';

/**
 * A path of the project, `lessons/…/server.ts:41`, that opens with a click where the terminal can do that (OSC 8), and is
 * plain text elsewhere. https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
export function linked(path: string, text: string = path): string {
  if (!supportsHyperlinks.stdout) return text;
  const url = pathToFileURL(join(PROJECT, path.replace(/(:\d+)+$/, '')));
  return `\x1b]8;;${url.href}\x1b\\${text}\x1b]8;;\x1b\\`;
}

/** A path that is too long for one line breaks after its folder, never in the middle of a name. */
export function labelledPath(label: string, path: string, width: number): string {
  const head = `   ${label.padEnd(7)}`;
  if (head.length + path.length <= width) return head + linked(path);
  const cut = path.lastIndexOf('/') + 1;
  return `${label === '' ? '' : `   ${label}\n`}     ${linked(path, path.slice(0, cut))}\n     ${linked(path, path.slice(cut))}`;
}
