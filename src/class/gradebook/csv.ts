import papaparse from 'papaparse';

type Row = Readonly<Record<string, string>>;

/** The rows of a CSV file with a head, by the names of its columns in small letters. Spreadsheets write semicolons in some countries, and a byte-order mark. */
export function rowsOf(text: string): { columns: readonly string[]; rows: readonly Row[] } {
  const { data, meta } = papaparse.parse<Record<string, string>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t'],
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: (value) => value.trim(),
  });
  return { columns: meta.fields ?? [], rows: data };
}

/** A table as CSV. `forSpreadsheets`: a cell that begins like a formula is not taken for one. */
export const csvText = (rows: readonly (readonly (string | number)[])[], forSpreadsheets = false): string =>
  `${papaparse.unparse(rows as (string | number)[][], { newline: '\n', escapeFormulae: forSpreadsheets })}\n`;
