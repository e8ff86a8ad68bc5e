import { html, type Markup } from './markup';

/** The rank of a consequence, in words and colour. */
export function riskBadge(risk: string): Markup {
  return html`<span class="badge ${risk}">${risk}</span>`;
}

/** Who has to approve. */
export function ownerNames(owners: readonly string[]): Markup {
  return html`<span class="owners">${owners.join(' ')}</span>`;
}

/** What filters read: an environment, and risks and owners, which hold no spaces. */
export function filterable(environment: string, risks: readonly string[], owners: readonly string[]): Markup {
  return html`data-environment="${environment}" data-risk="${risks.join(' ')}" data-owner="${owners.join(' ')}"`;
}
