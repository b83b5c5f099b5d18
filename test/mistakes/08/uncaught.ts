import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    } catch (error) {
      log(\`thread \${gettid()} lost a client: \${error instanceof Error ? error.message : String(error)}\`);
    } finally {`,
      replace: `    } finally {`,
    },
  ],
  fails: ['no client ends a thread'],
  also: [
    'serves as many clients at a time as it has threads',
    'a full queue: the others wait in the listener, nobody is lost, in order',
    'SIGTERM: what was accepted is served, and nothing else',
  ],
});
