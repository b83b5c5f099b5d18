/** Checks file names that come from a peer or a person. */

/** The objection to `name` as the name of a file in one folder, as a sentence; null for a plain name. */
export function objection(name: string): string | null {
  //#region 06.6 silent
  // TODO 06.6: return a sentence for a name that may lead out of the folder.
  //   - empty, `.`, `..`, with a `/` or a zero byte in it, or more than 255 bytes
  //   man: path_resolution(7)
  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';
  //#endregion
  return null;
}
