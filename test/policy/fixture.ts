import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fileName } from '../../lib/manifest/layout';
import { emitYaml } from '../../lib/manifest/yaml-emitter';
import { readManifests } from '../../lib/manifest/yaml-reader';
import type { PlatformFacts } from '../../lib/policy/platform-facts';
import { World, type WorldProps } from '../../lib/policy/world';
import type { WorldObject } from '../../lib/policy/world-object';

/** The first document of a case; what else it says of the world is as in WorldProps. */
interface Header extends Pick<WorldProps, 'environment' | 'kubernetes' | 'provides' | 'purpose' | 'unknowns'> {
  /** What it shows. Numbers in brackets are those of the bad inputs, letters with numbers those of Argo CD's table. */
  readonly case: string;
  /** Folder of the unit of the objects that follow, till another document says `in`. @default none: nobody here wrote them */
  readonly in?: string;
  /** AppProject of the unit, beside its `in`. @default kfm */
  readonly project?: string;
  /** @default the last part of the folder */
  readonly component?: string;
  /** Namespace of the unit's Application. @default kfm */
  readonly namespace?: string;
  /** In place of parts of FACTS; `none` for no facts at all. @default FACTS */
  readonly facts?: Partial<PlatformFacts> | 'none';
  /** `object field: message`, and behind an arrow the fix where it is not the rule's own. */
  readonly finds?: readonly string[];
}

/** A case, whose objects are read when somebody first asks for its world. */
export class Fixture {
  readonly name: string;
  readonly finds: readonly string[];
  private made: World | undefined;

  constructor(
    private readonly header: Header,
    private readonly texts: readonly ObjectText[],
  ) {
    this.name = header.case;
    this.finds = header.finds ?? [];
  }

  get world(): World {
    this.made ??= worldOf(
      this.header,
      this.texts.flatMap((text) => objectsIn(text, this.header)),
    );
    return this.made;
  }
}

/** Whose the objects that follow are. */
interface Place {
  readonly folder: string;
  readonly project: string;
}

/** The document of an object, with the folder and project of its unit. */
interface ObjectText extends Place {
  readonly yaml: string;
}

/** What the platform of the fixtures is like. */
export const FACTS: PlatformFacts = {
  domain: 'kfm.example.org',
  encrypted: true,
  highlyAvailable: true,
  locked: false,
  data: 'redacted',
  approvals: [],
  registries: ['registry.example.org/', 'docker.io/library/postgres'],
  releases: [{ component: 'api', repository: 'registry.example.org/kfm/api', digests: new Set([`sha256:${'a'.repeat(64)}`]) }],
  secrets: [],
  storageClasses: ['standard'],
  owners: ['services', 'web', 'platform', 'security'],
  tiers: { kfm: 'api', web: 'frontend', data: 'store' },
  components: { api: { namespace: 'kfm' }, ui: { namespace: 'web' } },
  platformGroup: 'kfm:platform',
  stores: {
    postgres: { namespace: 'data', state: 'canonical', callers: ['api'] },
    redis: { namespace: 'data', state: 'rebuildable', callers: ['api'] },
  },
  repository: { url: 'https://git.example.org/kfm.git', revision: 'main', path: 'dist' },
  cluster: 'kfm-dev',
  ranges: { pods: ['10.42.0.0/16'], services: ['10.43.0.0/16'], nodes: ['10.16.0.0/24'] },
  neighbours: [],
};

const FOLDER = __dirname;

/** The cases of a rule, from `test/policy/FAMILY/RULE/pass.yaml` and `fail.yaml`. Every object of them is there to be read. */
export function fixturesOf(rule: string): Readonly<Record<'pass' | 'fail', readonly Fixture[]>> {
  const read = (name: string): readonly Fixture[] => {
    const path = join(FOLDER, rule, `${name}.yaml`);
    return casesOf(readFileSync(path, 'utf8'), path);
  };
  return { pass: read('pass'), fail: read('fail') };
}

/** Rules that have a folder of fixtures. */
export function rulesWithFixtures(): string[] {
  const folders = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return folders(FOLDER).flatMap((family) => folders(join(FOLDER, family)).map((name) => `${family}/${name}`));
}

/** The cases in the text of a file: each begins with a document that has `case`. */
export function casesOf(text: string, path = 'fixture'): Fixture[] {
  const cases: { readonly header: Header; readonly texts: ObjectText[]; place: Place }[] = [];
  for (const chunk of text.split(/^---$/m)) {
    if (chunk.trim() === '') continue;
    // Objects are read when somebody asks for their world.
    const document = /^kind:/m.test(chunk) ? undefined : (load(chunk) as (Partial<Header> & Record<string, unknown>) | null);
    if (document === null) continue;
    if (document?.case !== undefined) {
      cases.push({ header: document as Header, texts: [], place: placeOf(document) });
      continue;
    }
    const current = cases.at(-1);
    if (current === undefined) throw new Error(`${path}: the first document has no "case"`);
    if (document?.in !== undefined && document.kind === undefined) current.place = placeOf(document);
    else current.texts.push({ yaml: chunk, ...current.place });
  }
  return cases.map(({ header, texts }) => new Fixture(header, texts));
}

function placeOf({ in: folder = '', project = 'kfm' }: Partial<Header>): Place {
  return { folder, project };
}

/** `<1000 times x>` stands for what nobody wants to read. */
function written(text: string): string {
  return text.replace(/<(\d+) times (.)>/g, (_, times: string, character: string) => character.repeat(Number(times)));
}

function objectsIn({ yaml, folder, project }: ObjectText, { component, namespace = 'kfm' }: Header): Omit<WorldObject, 'key'>[] {
  const { manifests, problems } = readManifests(written(yaml));
  if (problems.length > 0) throw new Error(`${problems.join()} in ${yaml}`);
  const unit = { folder, component: component ?? (folder.split('/').at(-1) as string), project, namespace, manifests };
  return manifests.map((manifest) => ({
    manifest,
    text: emitYaml(manifest),
    file: folder === '' ? 'third-party.yaml' : `dist/dev/${folder}/${fileName(manifest)}`,
    ...(folder !== '' && { unit }),
  }));
}

function worldOf(header: Header, objects: readonly Omit<WorldObject, 'key'>[]): World {
  const { environment = 'dev', kubernetes, provides, purpose, unknowns, facts } = header;
  return new World({
    environment,
    ...(kubernetes !== undefined && { kubernetes }),
    ...(provides && { provides }),
    ...(purpose && { purpose }),
    ...(unknowns && { unknowns }),
    ...(facts !== 'none' && { facts: withSets({ ...FACTS, ...facts }) }),
    objects,
  });
}

/** YAML has no sets. */
function withSets(facts: PlatformFacts): PlatformFacts {
  return {
    ...facts,
    releases: facts.releases.map((release) => ({ ...release, digests: new Set(release.digests) })),
    neighbours: facts.neighbours.map((neighbour) => ({ ...neighbour, ciphertexts: new Set(neighbour.ciphertexts ?? []) })),
  };
}
