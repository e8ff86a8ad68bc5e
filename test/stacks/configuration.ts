/** A block of a Terraform configuration in JSON. */
export type Block = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly type: string;
  /** As Terraform calls it. */
  readonly address: string;
  readonly block: Block;
}

/** The resources of a configuration. */
export function resourcesOf(text: string): Resource[] {
  const { resource } = JSON.parse(text) as { readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>> };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
  );
}

/** A resource of a configuration. @throws one that is not in it */
export function resourceAt(text: string, address: string): Block {
  const found = resourcesOf(text).find((resource) => resource.address === address);
  if (found === undefined) throw new Error(`no ${address}`);
  return found.block;
}
