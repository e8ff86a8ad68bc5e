import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Rule } from '../../lib';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Findings as SARIF 2.1.0, for whoever shows them beside the code. Rules that are not in the catalogue appear by id alone. */
export function sarif(findings: readonly Finding[], rules: readonly Rule[]): string {
  const known = new Map<string, ReportingDescriptor>(rules.map((rule) => [rule.id, descriptorOf(rule)]));
  for (const { rule } of findings) if (!known.has(rule)) known.set(rule, { id: rule });
  const indexes = new Map([...known.keys()].map((id, index) => [id, index]));
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'desired-state', rules: [...known.values()] } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, indexes.get(finding.rule) ?? -1)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf({ id, title, severity, rationale, requirements, fix }: Rule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    help: { text: fix },
    defaultConfiguration: { level: severity },
    properties: { tags: [id.split('/', 1)[0] as string, ...requirements] },
  };
}

function resultOf({ rule, severity, environment, object, file, field, message, fix }: Finding, ruleIndex: number): Result {
  const where = [object, field].filter(Boolean).join(' ');
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: `${where === '' ? '' : `${where}: `}${message}. ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file || (environment === '' ? 'envs' : `envs/${environment}/index.ts`)) },
          region: { startLine: 1 },
        },
        ...(object !== '' && { logicalLocations: [{ name: object, fullyQualifiedName: where, kind: 'object' }] }),
      },
    ],
    partialFingerprints: { 'finding/v1': [rule, environment, file, object, field, message].join(' ') },
  };
}

/** A path as a relative reference: a first segment with a colon would be read as a scheme. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
