// Command trust-manager runs the controller of Bundles and, where it has a certificate, the webhook that judges them.
// trust-manager's own main listens on all addresses of a machine, and does not tell its version. Flags are called as
// there; nothing is elected, and nothing listens but on loopback.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"

	trust "github.com/cert-manager/trust-manager/pkg/apis/trust/v1alpha1"
	"github.com/cert-manager/trust-manager/pkg/bundle"
	"github.com/cert-manager/trust-manager/pkg/bundle/controller"
	"github.com/cert-manager/trust-manager/pkg/webhook"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	ctrlwebhook "sigs.k8s.io/controller-runtime/pkg/webhook"
)

const loopback = "127.0.0.1"

// Set when it is built.
var version = "unknown"

type ports struct {
	metrics, readiness, webhook int
	certificates                string
}

func main() {
	options, listen := controller.Options{}, ports{}
	// controller-runtime adds --kubeconfig.
	flag.StringVar(&options.Namespace, "trust-namespace", "cert-manager", "where sources of bundles lie")
	flag.BoolVar(&options.SecretTargetsEnabled, "secret-targets-enabled", false, "whether a Bundle may become a Secret")
	flag.BoolVar(&options.FilterExpiredCerts, "filter-expired-certificates", false, "whether expired certificates are left out")
	flag.BoolVar(&options.FilterNonCACerts, "filter-non-ca-certs", false, "whether certificates of no authority are left out")
	flag.IntVar(&listen.metrics, "metrics-port", 9402, "where metrics are served")
	flag.IntVar(&listen.readiness, "readiness-probe-port", 6060, "where /readyz is served")
	flag.IntVar(&listen.webhook, "webhook-port", 6443, "where the webhook is served")
	flag.StringVar(&listen.certificates, "webhook-certificate-dir", "", "tls.crt and tls.key of the webhook; none: no webhook")
	asked := flag.Bool("version", false, "tell the version")
	flag.Parse()
	if *asked {
		fmt.Println("trust-manager", version)
		return
	}
	log := logr.FromSlogHandler(slog.NewTextHandler(os.Stdout, nil))
	klog.SetLogger(log)
	ctrl.SetLogger(log)
	if err := run(options, listen); err != nil {
		log.Error(err, "trust-manager ends")
		os.Exit(1)
	}
}

func run(options controller.Options, listen ports) error {
	config, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	scheme := runtime.NewScheme()
	utilruntime.Must(clientgoscheme.AddToScheme(scheme))
	utilruntime.Must(trust.AddToScheme(scheme))
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                 scheme,
		Cache:                  bundle.CacheOpts(options),
		HealthProbeBindAddress: at(listen.readiness),
		Metrics:                metricsserver.Options{BindAddress: at(listen.metrics)},
		WebhookServer: ctrlwebhook.NewServer(ctrlwebhook.Options{
			Host: loopback, Port: listen.webhook, CertDir: listen.certificates,
		}),
	})
	if err != nil {
		return err
	}
	context := ctrl.SetupSignalHandler()
	if err := bundle.SetupWithManager(context, manager, options); err != nil {
		return err
	}
	ready := healthz.Ping
	if listen.certificates != "" {
		if err := webhook.SetupWebhookWithManager(manager); err != nil {
			return err
		}
		ready = manager.GetWebhookServer().StartedChecker()
	}
	if err := manager.AddReadyzCheck("webhook", ready); err != nil {
		return err
	}
	return manager.Start(context)
}

func at(port int) string {
	return fmt.Sprintf("%s:%d", loopback, port)
}
