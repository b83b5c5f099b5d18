/** The layout of a lane file, in words of 8 bytes. Written by trace.ts, read by src/trace/read.ts. */

/** Records in one lane; further ones are only counted. */
export const CAPACITY = 200_000;
export const RECORD_WORDS = 18;
export const HEADER_BYTES = 16_384;
export const PREVIEW_BYTES = 32;
export const LANE_BYTES = HEADER_BYTES + CAPACITY * RECORD_WORDS * 8;

export const WORD = {
  // of the header
  count: 0,
  dropped: 1,
  textBytes: 2,
  text: 3,
  // of a record; times are milliseconds of CLOCK_MONOTONIC, an end of 0 is a call that has not returned
  begin: 0,
  end: 1,
  id: 2,
  result: 3,
  errno: 4,
  types: 5,
  args: 6,
  argsLength: 6,
  previewBytes: 12,
  preview: 13,
} as const;

/** The kind of a record, stored in its id. */
export const KINDS = { call: 0, mark: 1, step: 1000 } as const;

/** The types of a call's arguments: a digit each, the first argument's the lowest. */
export const TYPES = { none: 0, number: 1, bytes: 2, null: 3, step: 4 } as const;
