// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { synthesizeStack } from '../../../stacks';
import { LOCAL, STAGE } from '../facts';

const local = synthesizeStack('local', LOCAL);
const hybrid = synthesizeStack('hybrid', STAGE);

test('backups go to the bucket that the facts of the cluster name, unless a variable names another', () => {
  const { variable, output } = JSON.parse(hybrid);

  expect(variable.backup_bucket.default).toBe('kfm-stage-backup');
  expect(variable.backup_endpoint.default).toBe('https://s3.backup.kfm.example.org');
  expect(output.backup_bucket.value).toBe('${var.backup_bucket}');
  expect(output.backup_endpoint.value).toBe('${var.backup_endpoint}');
  expect(JSON.parse(local).variable.backup_bucket.default).toBe('');
});
