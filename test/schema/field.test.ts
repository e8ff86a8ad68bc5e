import { documentedDefault } from '../../lib/schema/defaults';
import { fieldIn } from '../../lib/schema/field';
import type { Schema } from '../../lib/schema/schema';
import { KUBERNETES_VERSIONS, Schemas } from '../../lib/schema/schemas';

const schemas = new Schemas('1.34');
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } };

describe('what the schemas know of a field', () => {
  test.each([
    [['spec', 'replicas'], { status: 'known', owner: 'DeploymentSpec#replicas' }],
    [['spec', 'template', 'spec', 'containers', 0, 'image'], { status: 'known', owner: 'Container#image' }],
    [['spec', 'template', 'spec', 'containers', 'api'], { status: 'known' }],
    [['metadata', 'labels', 'any/thing'], { status: 'known' }],
    [['status', 'whatever'], { status: 'known' }],
    [['spec', 'replica'], { status: 'unknown', step: 1, didYouMean: 'replicas' }],
    [['spec', 'replicas', 'more'], { status: 'unknown', step: 2, known: [] }],
    [['metadata', 'labels', 'any/thing', 'more'], { status: 'unknown', step: 3 }],
  ])('%j', (steps, known) => {
    expect(schemas.fieldOf(deployment, steps)).toMatchObject(known);
  });

  test('is nothing of a kind that nobody knows', () => {
    expect(schemas.fieldOf({ ...deployment, kind: 'Nothing' }, ['spec'])).toBeUndefined();
  });

  test('brings the default of a definition that says so itself', () => {
    const schema: Schema = { type: 'object', properties: { mode: { type: 'string', default: 'fast' } }, additionalProperties: false };

    expect(fieldIn(schema, {}, ['mode'])).toEqual({ status: 'known', default: 'fast' });
  });
});

describe('the default of the API server', () => {
  test.each([
    ['PodSpec#terminationGracePeriodSeconds', { value: 30 }],
    ['PodSpec#dnsPolicy', { value: 'ClusterFirst' }],
    ['Container#terminationMessagePath', { value: '/dev/termination-log' }],
    ['SecretVolumeSource#defaultMode', { value: 0o644 }],
    ['RollingUpdateDeployment#maxSurge', { value: '25%' }],
    ['DeploymentSpec#progressDeadlineSeconds', { value: 600 }],
    ['Container#imagePullPolicy', { words: 'Always if :latest tag is specified, or IfNotPresent otherwise' }],
    ['PodSpec#nodeName', undefined],
    ['constructor', undefined],
  ])('of %s is %j', (owner, value) => {
    expect(documentedDefault('1.34', owner)).toEqual(value);
  });

  test('is told by the version', () => {
    expect(documentedDefault('1.33', 'JobSpec#backoffLimit')).toEqual({ value: 6 });
    expect(documentedDefault('1.34', 'JobSpec#backoffLimit')).toEqual({ words: expect.stringContaining('unless') });
  });

  test.each(KUBERNETES_VERSIONS)('names types and fields that %s has', (version) => {
    const { definitions }: { definitions: Record<string, Schema> } = require(`../../lib/schema/kubernetes/${version}.json`);
    const own: Record<string, object> = require('../../lib/schema/defaults.json');

    for (const owner of Object.keys(own[version] ?? {})) {
      const [type, field] = owner.split('#') as [string, string];
      expect(Object.keys(definitions[type]?.properties ?? {})).toContain(field);
    }
  });
});
