# The targets of source 004. Each is a thin call of the command that does it, for one environment: make verify ENV=dev.
# Settings (docs/settings.md) go along as variables: make cluster-up CLUSTER_PROVIDER=k3d. What fails, fails make with status 2.

# Said on the command line alone: an environment variable ENV is the start-up file of POSIX shells.
ENV := local
COMMAND := npm run --silent

.DEFAULT_GOAL := help
.PHONY: help dev-setup dev-teardown cluster-up cluster-down k8s-apply-base k8s-apply-platform verify drift-check validate backup-run

help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "%-20s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

dev-setup: ## Make the local cluster, fill it and wait until it is well
	$(COMMAND) cluster -- up --env $(ENV)
	$(COMMAND) cluster -- verify --env $(ENV) --wait 900

dev-teardown: ## Delete the local cluster, without asking
	$(COMMAND) cluster -- down --env $(ENV) --yes

cluster-up: ## Make the local cluster, seed it, install Argo CD
	$(COMMAND) cluster -- up --env $(ENV)

cluster-down: ## Delete the local cluster
	$(COMMAND) cluster -- down --env $(ENV)

k8s-apply-base: ## Apply namespaces, limits and what Argo CD stands on, if they changed
	$(COMMAND) cluster -- apply-base --env $(ENV)

k8s-apply-platform: ## Hand the platform to Argo CD: the working tree, projects, root
	$(COMMAND) cluster -- apply-platform --env $(ENV)

verify: ## Check API server, nodes, namespaces, storage classes, add-ons and Applications
	$(COMMAND) cluster -- verify --env $(ENV)

drift-check: ## What the cluster and its Terraform stack have otherwise than Git
	$(COMMAND) drift -- --env $(ENV)

validate: ## Every gate on dist, and kubectl, terraform, kubeconform and conftest where installed
	$(COMMAND) validate -- --env $(ENV) --tools

backup-run: ## Back up all stores now, as their CronJobs do: with ENV=stage or prod, local and dev have no backups
	$(COMMAND) backup -- all --env $(ENV)
