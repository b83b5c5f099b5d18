const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;
/** Moodle in English: `Wednesday, 2 December 2026, 10:05 AM`. A month in digits would leave open which number is the day. */
const WORDS = /^(?:[a-z]+,\s*)?(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}),? (\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([ap])m)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date with a time of day, as learning platforms write it; without a zone it is this machine's. Null for anything else. */
export function timeOf(text: string): Date | null {
  return isoTime(text.trim()) ?? timeInWords(text.trim());
}

function isoTime(text: string): Date | null {
  const [, day, time, zone = ''] = ISO.exec(text) ?? [];
  if (day === undefined) return null;
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const date = new Date(`${day}T${time}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function timeInWords(text: string): Date | null {
  const [, day, month = '', year, hours, minutes, half] = WORDS.exec(text) ?? [];
  const at = MONTHS.indexOf(month.toLowerCase());
  if (at === -1 || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12))) return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const date = new Date(Number(year), at, Number(day), hour, Number(minutes));
  // JavaScript takes 31 April for 1 May, and 25 hours for 1 the next day.
  return date.getDate() === Number(day) && date.getHours() === hour && Number(minutes) < 60 ? date : null;
}
