// The definitions of custom resources whose charts cannot be fetched without their repositories.
module definitions

go 1.26.3

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/prometheus-operator/prometheus-operator v0.93.0
	sigs.k8s.io/gateway-api v1.6.1
)
