/** The known mistake that a finding of request-check.ts points at. */

const RULES: readonly (readonly [RegExp, string])[] = [
  [/^chunk that is too short/, 'chunks-as-lines'],
  [/^split-line-end$/, 'split-line-end'],
  [/^starts-over$/, 'starts-over'],
  [/^bare-lf$|bare lf|chunk (ext|lf)/, 'bare-lf'],
  [/^bare-cr$|^(cr only|bare cr|cr before)/, 'bare-cr'],
  [/^control$|^(nul in|control chars|delete)/, 'controls'],
  [/^no-line-limit$/, 'no-line-limit'],
  [
    /^(multi sp|request line tab|space before the method|space behind the version|space in target|version whitespace)/,
    'loose-line',
  ],
  [/^(version|http12|h2 preface)/, 'any-version'],
  [/^(unknown method|lower case method)/, 'any-method'],
  [/^(sp before colon|obs fold|whitespace before headers|te obs fold)/, 'loose-field'],
  [/^(header no colon|empty header name|invalid header name)/, 'loose-name'],
  [/host/, 'host-unchecked'],
  [/^(absolute form|relative target|star for get|ftp|fragment)/, 'one-target-form'],
  [/^leading crlf/, 'leading-crlf'],
  [/^limit 4/, 'no-head-limit'],
  [/^fields-kept$/, 'fields-kept'],
  [/no-break space/, 'trims-too-much'],
  [/^(duplicate cl|two lengths|cl comma different)/, 'last-length'],
  [/^(cl |length |empty length)/, 'loose-length'],
  [/^(clte|tecl|te (trailing|leading|case|tab))/, 'both-lengths'],
  [
    /^(te not final|te xchunked|te duplicate|te empty|unknown te|gzip|chunked twice|chunked in (two|http))/,
    'any-coding',
  ],
  [/^chunked in (capitals|a list)/, 'coding-as-text'],
  [/^chunk(ed)? .*(size|hex|negative|prefix|leading|ext|semicolon|trailing)|chunk size/, 'loose-chunk'],
  [/^chunk (spill|that is too)/, 'chunk-end-unchecked'],
  [/trailer/, 'trailers-left'],
  [/^chunk data with line ends/, 'chunks-as-lines'],
  [/^no-body-limit$/, 'no-body-limit'],
];

export const looksLike = (kind: string): string | undefined => RULES.find(([pattern]) => pattern.test(kind))?.[1];
