/** Components by file, as an environment's `index.json` says; none where it is absent or was edited into something else. */
export function componentsIn(index: string | undefined): [string, string][] {
  try {
    const { units } = JSON.parse(index ?? '{"units":[]}') as { units: { component: string; files: string[] }[] };
    return units.flatMap(({ component, files }) => files.map((file): [string, string] => [file, String(component)]));
  } catch {
    return [];
  }
}
