/** What a late submission loses. */
export interface LatePolicy {
  readonly deadline: Date;
  /** Minutes after the deadline that cost nothing. */
  readonly grace: number;
  /** Percent of the points for each day that has begun since the deadline. */
  readonly percent: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The days that count: 0 within the grace, then each one that has begun since the deadline. */
export function lateDays({ deadline, grace }: LatePolicy, submitted: Date): number {
  const late = submitted.getTime() - deadline.getTime();
  return late <= grace * MINUTE ? 0 : Math.ceil(late / DAY);
}

/** The points that are left, in hundredths, which every gradebook takes. */
export function afterDeduction(points: number, days: number, { percent }: LatePolicy): number {
  return Math.round(points * Math.max(0, 100 - percent * days)) / 100;
}
