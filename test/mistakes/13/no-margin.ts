import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'heartbeat.ts', find: '2 * interval + margin', replace: '2 * interval + 0 * margin' }],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
