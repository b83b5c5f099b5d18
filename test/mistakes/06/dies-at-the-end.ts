import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      close(opened.file);
    }
  }
`,
      replace: `      close(opened.file);
    }
  }
  throw new Error('the client has ended');
`,
    },
  ],
  fails: ['sends files of every size exactly'],
});
