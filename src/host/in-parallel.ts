/** Runs `work` on every task, `width` at a time. `slot`, below `width`, is the task's alone while it runs. */
export async function inParallel<T>(
  tasks: readonly T[],
  width: number,
  work: (task: T, slot: number) => Promise<void>,
): Promise<void> {
  const waiting = [...tasks];
  const worker = async (slot: number): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await work(task, slot);
  };
  await Promise.all(Array.from({ length: width }, (_, slot) => worker(slot)));
}
