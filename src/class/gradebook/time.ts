const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** A date with a time of day, as learning platforms write it; without a zone it is this machine's. Null for anything else. */
export function timeOf(text: string): Date | null {
  const [, day, time, zone = ''] = TIME.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  const date = new Date(`${day}T${time}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
