import process from 'node:process';

/** Whether libc has the functions of aio(7) as the layer binds them: glibc has since 2.34, musl has not. */
export const HAS_AIO = ((): boolean => {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major = 0, minor = 0] = (header.glibcVersionRuntime ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 34);
})();

/** Whether tests of aio are left out; then says which. */
export function withoutAio(tests: string): boolean {
  if (!HAS_AIO) process.stderr.write(`${tests}: skipped, aio needs glibc 2.34\n`);
  return !HAS_AIO;
}
