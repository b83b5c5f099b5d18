/** NUL to US, without TAB and LF; DEL; C1; marks that turn the direction of text; what is no character. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udfff]/gu;

const PICTURES = 0x2400;
const DEL = 0x7f;
const DEL_PICTURE = 0x2421;

/**
 * Text that a program has printed, to be shown on a terminal or a page: a control character would clear the screen, set the
 * title, or turn the line. C0 and DEL become the pictures that Unicode has for them (ESC is ␛), all others their number.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) as number;
    if (code === DEL) return String.fromCodePoint(DEL_PICTURE);
    return code < 0x20
      ? String.fromCodePoint(PICTURES + code)
      : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
