import { type Manifest, type Rule, rules } from '../../../lib';
import { policyName } from '../../../lib/admission/admission-policy';
import { isClusterScoped, typeOf } from '../../../lib/manifest/identity';
import { validationsFor } from '../../../lib/policy/cel/cel';
import { fixturesOf } from '../../policy/fixture';

/** A rule that the cluster enforces. */
export interface Enforced {
  readonly rule: Rule;
  /** Name of its policy. */
  readonly policy: string;
}

/** One object of a fixture. */
export interface Case {
  readonly enforced: Enforced;
  /** Of the fixture. */
  readonly name: string;
  readonly manifest: Manifest;
  /** Whether the fixture says that the rule finds something in it. */
  readonly isBroken: boolean;
}

export function enforcedRules(): Enforced[] {
  return rules
    .filter(({ cel, severity }) => cel?.isEnforced === true && severity === 'error')
    .map((rule) => ({ rule, policy: policyName(rule) }));
}

/** The objects of all fixtures of the rules, but for those of other versions of Kubernetes and kinds that no policy looks at. */
export function casesOf(kubernetes: string): Case[] {
  return enforcedRules().flatMap((enforced) => {
    const { rule } = enforced;
    const own = JSON.stringify(validationsFor({ validations: rule.cel?.validations ?? [] }, kubernetes));
    const { pass, fail } = fixturesOf(rule.id);
    return [...pass, ...fail].flatMap(({ name, finds, world }) => {
      if (JSON.stringify(validationsFor({ validations: rule.cel?.validations ?? [] }, world.kubernetes)) !== own) return [];
      return world.objects
        .filter(({ manifest }) => rule.cel?.kinds.includes(typeOf(manifest)) && !isClusterScoped(manifest))
        .map(({ manifest, key }) => ({ enforced, name, manifest, isBroken: finds.some((line) => line.startsWith(`${key} `)) }));
    });
  });
}
