// Custom resource definitions and charts that are copied out of these modules. Nothing is built from here, so
// `go mod tidy` would empty this file. tools/schemas/modules.js pins the same.
module plinth.dev/test/cluster/engines/crds

go 1.25.0

require (
	github.com/cert-manager/cert-manager v1.21.1
	github.com/cert-manager/trust-manager v0.25.0
	github.com/prometheus-operator/prometheus-operator v0.85.0
	sigs.k8s.io/gateway-api v1.4.1
)
