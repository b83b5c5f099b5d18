/** File names that come from somebody else. */

/** What is wrong with a name that a peer, or a person, gives for a file of one folder; null when it is a plain one. */
export function objection(name: string): string | null {
  //#region 06.6 silent
  // TODO 06.6: a name can lead out of the folder. Return a sentence for a name that is empty, is `.` or `..`,
  //   has a `/` or a zero byte in it, or has more than 255 bytes.
  //   man: path_resolution(7)
  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';
  //#endregion
  return null;
}
