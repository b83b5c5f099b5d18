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
    'with a full queue, clients wait in the listener, in order, and none is lost',
    'SIGTERM: the port closes, and accepted connections are still served',
  ],
});
