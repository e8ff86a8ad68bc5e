import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consequencesOf, readManifests } from '../../lib';

test('try', () => {
  const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((e) => e.isDirectory() ? files(join(folder, e.name)) : [join(folder, e.name)]);
  const all = files('dist/prod').filter((f) => f.endsWith('.yaml'));
  const out: string[] = [];
  const edits: [RegExp, RegExp, string][] = [
    [/statefulset.apps_postgres|postgres.*statefulset/, /\n.*sync-options:.*/, ''],
    [/persistentvolumeclaim/, /Prune=false/, 'Prune=confirm'],
    [/application.argoproj.io_stores-postgres/, /targetRevision: main/, 'targetRevision: feature'],
    [/application.argoproj.io_stores-postgres/, /recurse: true/, 'recurse: false'],
    [/application.argoproj.io_stores-postgres/, /- PruneLast=true/, '- PruneLast=true\n      - Replace=true'],
    [/application.argoproj.io_stores-postgres/, /  syncPolicy:/, '  ignoreDifferences:\n    - group: "*"\n      kind: "*"\n      jqPathExpressions: [.spec]\n  syncPolicy:'],
    [/configmap_postgres/, /(max_connections|shared_buffers)( = )/, '$1$29'],
    [/deployment.apps_kfm-api/, /readinessProbe/, 'xProbe'],
    [/^kustomization.yaml/, /resources:/, 'images:\n  - name: a\nresources:'],
  ];
  for (const [name, from, to] of edits) {
    const path = all.find((f) => name.test(f.slice('dist/prod/'.length)));
    if (path === undefined) { out.push(`no ${name}`); continue; }
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    if (after === before) out.push(`same ${path}`);
    const found = consequencesOf('prod', [{ path: path.slice('dist/prod/'.length), component: 'x', before, after }], () => all.flatMap((f) => readManifests(f === path ? after : readFileSync(f, 'utf8')).manifests));
    out.push(...found.map(({ risk, object, summary }) => `${risk} ${object}: ${summary}`.slice(0, 300)));
  }
  console.log(out.join('\n'));
});
