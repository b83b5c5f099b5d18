/** The built modules by the paths of their sources; null where they cannot be built. */
export function builtModules(project: string): Promise<Readonly<Record<string, string>> | null>;
