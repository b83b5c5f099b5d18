/** How a lane lies in its file, in words of 8 bytes. trace.ts writes it, src/trace/read.ts reads it. */

/** Records in one lane. Those that do not fit are counted. */
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

/** The kind of a record is kept in its id. */
export const KINDS = { call: 0, mark: 1, step: 1000 } as const;

/** What an argument was: one digit each, the first argument's is the lowest. */
export const TYPES = { none: 0, number: 1, bytes: 2, null: 3, step: 4 } as const;
