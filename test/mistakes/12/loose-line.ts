import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'request-line.ts', find: `LINE.exec(line)`, replace: `LINE.exec(line.trim().replace(/\\s+/g, ' '))` },
  ],
  fails: ['requests without a body are read or refused as the RFCs say'],
});
