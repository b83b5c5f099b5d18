/** Called with each child that waitpid has reaped, and the signal that ended it. */
type Observer = (pid: number, termSignal: number) => void;

let observer: Observer | null = null;

/** Calls `act` whenever waitpid reaps a child that a signal has ended. One observer: the last one that was given. */
export function onKilledChild(act: Observer): void {
  observer = act;
}

export function tellKilledChild(pid: number, termSignal: number): void {
  observer?.(pid, termSignal);
}
