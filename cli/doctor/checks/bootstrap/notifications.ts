import { clusterLine, kubectlLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const notifications: Check = {
  id: 'bootstrap/notifications',
  title: 'failures are told: triggers and subscriptions in dist, their ConfigMap and their token in the cluster',
  asked: ['001: audit logs/notifications', 'B28'],
  needs: 'cluster',
  reads: ['configMaps', 'secrets'],
  examine: (facts) => {
    const settings = committed(facts, 'ConfigMap').find(({ metadata }) => metadata.name === 'argocd-notifications-cm');
    const about = { kind: 'ConfigMap', namespace: 'argocd', name: 'argocd-notifications-cm' };
    const checked = 'argocd-notifications-cm and argocd-notifications-secret';
    const subscribed = committed(facts, 'AppProject').some(({ metadata }) =>
      Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith('notifications.argoproj.io/subscribe.')),
    );
    const triggers = Object.keys(settings?.data ?? {}).filter((key) => key.startsWith('trigger.'));
    if (settings === undefined || triggers.length === 0 || !subscribed)
      return {
        checked,
        findings: [
          problem(about, {
            found: 'dist has no trigger that somebody subscribes to',
            expected: 'some',
            next: 'docs/decisions, lib/delivery/argo/notifications.ts',
          }),
        ],
      };
    const isThere = same(list(facts, 'configMaps'), settings) !== undefined;
    const secret = { metadata: { namespace: 'argocd', name: 'argocd-notifications-secret' } };
    const hasToken = same(list(facts, 'secrets'), secret) !== undefined;
    return {
      checked: `${triggers.length} triggers`,
      findings: [
        ...(isThere
          ? []
          : [problem(aboutOf(settings), { found: 'is not there', expected: 'as in dist', next: clusterLine(facts.place, 'apply-base') })]),
        ...(hasToken
          ? []
          : [
              problem(
                { kind: 'Secret', ...secret.metadata },
                {
                  found: 'is not there',
                  expected: 'the token of the channel',
                  next: `${kubectlLine(facts.place, '--namespace argocd describe sealedsecret argocd-notifications-secret')}; ${RUNBOOK.secrets}`,
                },
              ),
            ]),
      ],
    };
  },
};
