/**
 * The sizes of the regions that an io_uring maps, by descriptor. An access to a page behind a region raises SIGBUS, and
 * the kernel does not tell their sizes, so `mmap` refuses rings that were not set up here.
 */
export interface RingSizes {
  readonly sqRing: number;
  readonly cqRing: number;
  readonly sqes: number;
}

const sizes = new Map<number, RingSizes>();

export const ringSizes = (fd: number): RingSizes | undefined => sizes.get(fd);

export function noteRing(fd: number, ring: RingSizes): void {
  sizes.set(fd, ring);
}

/** `fd` is closed, or refers to a file that is not known. */
export function forgetRing(fd: number): void {
  if (sizes.size > 0) sizes.delete(fd);
}

/** The descriptors from `first` to `last` are closed. */
export function forgetRings(first: number, last: number): void {
  for (const fd of sizes.keys()) if (fd >= first && fd <= last) sizes.delete(fd);
}

/** `copy` refers to the file of `fd` now. */
export function copyRing(fd: number, copy: number): void {
  if (sizes.size === 0 || fd === copy) return;
  const ring = sizes.get(fd);
  if (ring === undefined) sizes.delete(copy);
  else sizes.set(copy, ring);
}
