import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'words.ts', find: 'row.unread > 0 ?', replace: 'row.unread > 1 ?' }],
  fails: ['a listener has connections that wait, and CLOSE_WAIT says which half is missing'],
});
