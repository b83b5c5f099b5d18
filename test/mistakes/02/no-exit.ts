import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    _exit(converse(connection, limit)); // or this child goes on into the accept loop
`,
      replace: `    converse(connection, limit);
    return;
`,
    },
    {
      file: 'server.ts',
      find: `    close(listener); // or the port stays open for as long as this client talks
`,
      replace: '',
    },
  ],
  fails: ['gives each client a child of its own, which ends with it'],
  also: [
    'closes in each process the descriptor that it does not need',
    'leaves no zombie when clients leave one after another',
    'reaps every child that ends, also when ten end at once',
    'goes on accepting while other children still run',
    'stops on SIGTERM once the open conversation has ended',
    'survives a client that resets',
    'survives SIGPIPE in the child of a client that has closed',
    'leaves nothing behind after any of the tests above',
  ],
});
