import { Construct } from 'constructs';
import type { Bucket, Cluster } from '../../lib';
import type { StackFacts } from '../facts';
import { output, variable } from '../seed-stack';

/** Where the backups of stores go, for the commands that start and fetch them (requirement E27). */
export class DataStores extends Construct {
  constructor(scope: Construct, { cluster }: Pick<StackFacts, 'cluster'>) {
    super(scope, 'data-stores');
    const bucket = bucketOf(cluster);
    const name = variable(this, 'backup_bucket', {
      type: 'string',
      description: 'Bucket of the backups; empty if there is none.',
      default: bucket?.name ?? '',
    });
    const endpoint = variable(this, 'backup_endpoint', {
      type: 'string',
      description: 'Base URL of the S3 API that has the bucket; empty if there is none.',
      default: bucket?.endpoint ?? '',
    });
    output(this, 'backup_bucket', { value: name.stringValue, description: 'Bucket of the backups.' });
    output(this, 'backup_endpoint', { value: endpoint.stringValue, description: 'Base URL of the S3 API that has it.' });
  }
}

/** A bucket that nobody has confirmed is none. */
function bucketOf({ backup }: Cluster): Bucket | undefined {
  return backup !== undefined && 'endpoint' in backup ? backup : undefined;
}
