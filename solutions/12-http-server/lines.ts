/** The innermost machine: it finds the end of a line in bytes that arrive in any pieces. */
import { CR, DEL, HTAB, LF, SP } from './characters.ts';
import { Refusal } from './refusal.ts';

/** Two states: in the text of a line, and behind the CR at its end. */
export class Lines {
  /** The bytes of the unfinished line that need no second look. */
  #seen = 0;

  /**
   * Returns the end of the line that begins at `from`: the place of its CR, LF. -1 when it is not complete yet: call it again with the
   * same line and more bytes. Throws a Refusal: 400 for bytes that no line may have, `tooLong` for a line over `limit` bytes.
   */
  find(bytes: Buffer, from: number, limit: number, tooLong: number): number {
    //#region 12.1
    // TODO 12.1: look for CR LF from the first byte on that no earlier call has seen.
    //   - nothing else ends a line: LF alone and CR alone are refused, as are other control
    //     characters but HTAB
    //   - CR may be the last byte that is there: its LF comes with the next call
    //   - a line without an end must not grow for ever
    const { length } = bytes;
    let at = from + this.#seen;
    for (; at < length; at++) {
      const byte = bytes[at] as number;
      if ((byte >= SP && byte !== DEL) || byte === HTAB) continue;
      if (byte !== CR) throw new Refusal(400, `byte ${byte} in a line`);
      if (at + 1 === length) break;
      if (bytes[at + 1] !== LF) throw new Refusal(400, 'CR without LF');
      if (at - from > limit) break;
      this.#seen = 0;
      return at;
    }
    if (at - from > limit) throw new Refusal(tooLong, `a line of more than ${limit} bytes`);
    this.#seen = at - from;
    return -1;
    //#endregion
  }
}
