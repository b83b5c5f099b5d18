/** The exit status of enter.ts where the system forbids user namespaces. */
export const FORBIDDEN = 77;
