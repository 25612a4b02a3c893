// Command cert-manager runs the controllers of cert-manager that services' certificates need: issuers of the kinds
// selfSigned, ca and vault, and everything between a Certificate and its Secret. cert-manager's own main is a module
// that is not published. Flags are called as there; nothing is elected, and nothing listens but on the given address.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/cert-manager/cert-manager/pkg/controller"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/ca"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/selfsigned"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/vault"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/issuing"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/keymanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/metrics"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/readiness"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/requestmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/revisionmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/trigger"
	_ "github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	_ "github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/ca"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/selfsigned"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/vault"
	"github.com/cert-manager/cert-manager/pkg/logs"
	"github.com/cert-manager/cert-manager/pkg/util"
)

// As many as cert-manager starts for each controller.
const workers = 5

func main() {
	options := controller.ContextOptions{}
	version := flag.Bool("version", false, "tell the version")
	metrics := flag.String("metrics-listen-address", "127.0.0.1:9402", "where metrics are served, once all caches are filled")
	flag.StringVar(&options.Kubeconfig, "kubeconfig", "", "the cluster, and as whom")
	flag.StringVar(&options.Namespace, "namespace", "", "the one namespace to look at; none: all")
	flag.StringVar(&options.ClusterResourceNamespace, "cluster-resource-namespace", "cert-manager", "where secrets of cluster issuers lie")
	flag.BoolVar(&options.EnableOwnerRef, "enable-certificate-owner-ref", false, "whether a Secret goes with its Certificate")
	flag.DurationVar(&options.CertificateRequestMinimumBackoffDuration, "certificate-request-minimum-backoff-duration", time.Hour, "how long a failed certificate waits at first")
	flag.DurationVar(&options.CertificateRequestMaximumBackoffDuration, "certificate-request-maximum-backoff-duration", 32*time.Hour, "how long it waits at most")
	flag.Parse()
	if *version {
		fmt.Println("cert-manager", util.AppVersion)
		return
	}
	options.CopiedAnnotationPrefixes = []string{"*", "-kubectl.kubernetes.io/", "-fluxcd.io/", "-argocd.argoproj.io/"}

	logs.InitLogs()
	defer logs.FlushLogs()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(logs.NewContext(ctx, logs.Log, "controller"), options, *metrics); err != nil {
		logs.Log.Error(err, "cert-manager ends")
		os.Exit(1)
	}
}

func run(ctx context.Context, options controller.ContextOptions, address string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	factory, err := controller.NewContextFactory(ctx, options)
	if err != nil {
		return err
	}
	all, err := factory.Build()
	if err != nil {
		return err
	}
	certmanager := all.SharedInformerFactory.Certmanager().V1()
	all.Metrics.SetupCertificateCollector(certmanager.Certificates().Lister())
	all.Metrics.SetupIssuerCollector(certmanager.Issuers().Lister())
	all.Metrics.SetupClusterIssuerCollector(certmanager.ClusterIssuers().Lister())

	for name, create := range controller.Known() {
		each, err := create(factory)
		if err != nil {
			return fmt.Errorf("controller %s: %w", name, err)
		}
		go func() {
			if err := each.Run(workers, ctx); err != nil {
				cancel(fmt.Errorf("controller %s: %w", name, err))
			}
		}()
	}
	all.SharedInformerFactory.Start(ctx.Done())
	all.KubeSharedInformerFactory.Start(ctx.Done())
	for kind, filled := range all.SharedInformerFactory.WaitForCacheSync(ctx.Done()) {
		if !filled {
			return fmt.Errorf("the cache of %s was not filled", kind)
		}
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := all.Metrics.NewServer(listener)
	go func() { cancel(server.Serve(listener)) }()
	<-ctx.Done()
	_ = server.Close()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) && !errors.Is(cause, http.ErrServerClosed) {
		return cause
	}
	return nil
}
