import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const plaintext: Check = {
  id: 'bootstrap/plaintext',
  title: 'no Secret comes from Git',
  asked: ['001: secrets are not stored in plaintext', 'B29'],
  needs: 'cluster',
  reads: ['applications'],
  examine: (facts) => {
    const applications = list(facts, 'applications').filter(({ spec }) => spec?.source?.path !== undefined);
    const next = `take it out of Git and of its history, make the value void, seal a new one: ${RUNBOOK.secrets}`;
    const committed = facts.dist
      .filter(({ kind, apiVersion }) => kind === 'Secret' && apiVersion === 'v1')
      .map((secret) => problem(aboutOf(secret), { found: 'is in dist', expected: 'a sealed file', next }));
    const synced = applications.flatMap((application) =>
      ((application.status?.resources ?? []) as readonly { group?: string; kind: string; namespace?: string; name: string }[])
        .filter(({ group = '', kind }) => group === '' && kind === 'Secret')
        .map(({ namespace = '', name }) =>
          problem(
            { kind: 'Secret', namespace, name },
            { found: `Application ${application.metadata.name} applied it`, expected: 'a sealed file', next },
          ),
        ),
    );
    return { checked: `dist and ${applications.length} Applications`, findings: [...committed, ...synced] };
  },
};
