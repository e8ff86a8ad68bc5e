/** Pages that say more. */
export const RUNBOOK = {
  bootstrap: 'docs/runbooks/bootstrap.md',
  delivery: 'docs/runbooks/delivery.md',
  server: 'docs/runbooks/server.md',
  store: 'docs/runbooks/store.md',
  secrets: 'docs/secrets.md',
  local: 'docs/local.md',
  reach: 'docs/reach.md',
  promotion: 'docs/promotion.md',
  breakGlass: 'docs/runbooks/break-glass.md',
} as const;
