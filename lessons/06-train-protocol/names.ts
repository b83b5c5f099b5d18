/** File names that come from somebody else. */

/** What is wrong with a name that a peer, or a person, gives for a file of one folder; null when it is a plain one. */
export function objection(name: string): string | null {
  //#region 06.6 silent
  // TODO 06.6: a name can lead out of the folder. Return a sentence for a name that is empty, is `.` or `..`,
  //   has a `/` or a zero byte in it, or has more than 255 bytes.
  //   man: path_resolution(7)
  //#endregion
  return null;
}
