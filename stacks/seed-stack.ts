import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformElement, TerraformOutput, TerraformStack, TerraformVariable, type TerraformVariableConfig } from 'cdktf';
import { type Construct, type Node, RootConstruct } from 'constructs';
import type { StackFacts, StackName } from './facts';
import { configurationText } from './text';

/** Write-only arguments and ephemeral variables, which keep secrets out of states and plans. */
const TERRAFORM = '>= 1.11';

/** What @cdktf/provider-kubernetes was generated from. */
const PROVIDER = { source: 'hashicorp/kubernetes', version: '2.38.0' };

/** A Terraform configuration for one cluster of kubeconfig: addresses in it are paths of constructs, without hashes. */
export abstract class SeedStack extends TerraformStack {
  protected constructor(
    private readonly stackName: StackName,
    { context }: StackFacts,
  ) {
    super(new RootConstruct(), stackName);
    this.addOverride('terraform', { required_version: TERRAFORM, required_providers: { kubernetes: PROVIDER }, backend: { local: {} } });
    new KubernetesProvider(this, 'kubernetes', {
      configPath: variable(this, 'config_path', {
        type: 'string',
        description: 'The kubeconfig file.',
        default: '~/.kube/config',
      }).stringValue,
      configContext: variable(this, 'context', {
        type: 'string',
        description: 'Context of the kubeconfig file: the cluster that is meant.',
        ...(context !== undefined && { default: context }),
      }).stringValue,
    });
  }

  /** The text of its cdk.tf.json. */
  text(): string {
    return configurationText(this.stackName, this.toTerraform());
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map(({ node: { id } }) => id)
      .join('_');
  }
}

/** An input of the stack, whichever construct asks for it. */
export function variable(scope: Construct, name: string, config: TerraformVariableConfig): TerraformVariable {
  const made = new TerraformVariable(scope, `var.${name}`, config);
  made.overrideLogicalId(name);
  return made;
}

/** An input that nothing keeps: neither the state nor a plan holds it. */
export function secretVariable(
  scope: Construct,
  name: string,
  { switch: flag, description }: { switch: string; description: string },
): TerraformVariable {
  const made = variable(scope, name, {
    type: 'string',
    description,
    sensitive: true,
    validation: [{ condition: `\${!var.${flag} || var.${name} != null}`, errorMessage: `${flag} is true, so ${name} has to be given.` }],
  });
  made.addOverride('ephemeral', true);
  made.addOverride('default', null);
  return made;
}

/** What a stack tells once it is applied. */
export function output(scope: Construct, name: string, { value, description }: { value: string; description: string }): void {
  new TerraformOutput(scope, name, { value, description, staticId: true });
}
