import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: '    log(`child ${ended.pid} ${describeStatus(ended)}`);\n',
      replace: '    void describeStatus;\n',
    },
  ],
  fails: ['reaps every child that ends, also when ten end at once'],
});
