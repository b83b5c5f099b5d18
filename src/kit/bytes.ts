/** Bytes a line: hex, then text. */
const SHOWN = 16;

function hexLine(bytes: Uint8Array, from = 0): string {
  const part = bytes.subarray(from, from + SHOWN);
  const hex = [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = [...part].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  const more = bytes.length > from + SHOWN ? ' …' : '';
  return `${(hex + more).padEnd(SHOWN * 3 + 1)} ${text}`;
}

/** Where two byte strings first differ, or -1. A missing byte differs. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

export interface BytesCompared {
  readonly expected: string;
  readonly saw: string;
  readonly mark: string;
}

/** Both sides around the first difference, and a line that marks it. */
export function compareBytes(expected: Uint8Array, saw: Uint8Array): BytesCompared {
  const at = firstDifference(expected, saw);
  const from = Math.max(0, Math.min(at - (at % SHOWN), at));
  const missing =
    at >= saw.length ? `nothing more after ${saw.length} of ${expected.length} bytes` : `first difference: byte ${at}`;
  const column = (at - from) * 3;
  return {
    expected: hexLine(expected, from),
    saw: from >= saw.length ? '(nothing)' : hexLine(saw, from),
    mark: `${' '.repeat(Math.max(0, column))}^^ ${missing}`,
  };
}
