/** The part of JSON Schema that Kubernetes' structural schemas and the generated files use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false` where every field is known. */
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** What a server fills in; definitions that come with the manifests may say so. */
  readonly default?: unknown;
}

export type Definitions = Readonly<Record<string, Schema>>;

/** A generated file: kinds by `apiVersion/Kind`, and the types that they share. */
export interface SchemaFile {
  readonly source: string;
  readonly kinds: Readonly<Record<string, Schema>>;
  readonly definitions: Definitions;
}
