// Command argocd runs the components of Argo CD that a sync needs, by the name under which it is started:
// argocd-application-controller, argocd-repo-server. Argo CD's own main also links its web server and its
// command line, which no test here needs.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	askpass "github.com/argoproj/argo-cd/v3/cmd/argocd-git-ask-pass/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/spf13/cobra"
)

var commands = map[string]func() *cobra.Command{
	"argocd-application-controller": controller.NewCommand,
	"argocd-git-ask-pass":           askpass.NewCommand,
	"argocd-repo-server":            reposerver.NewCommand,
}

func main() {
	name := filepath.Base(os.Args[0])
	// The components do not tell their version; Argo CD's own command line answers this way.
	if len(os.Args) > 1 && os.Args[1] == "version" {
		fmt.Printf("%s: %s\n", name, common.GetVersion())
		return
	}
	newCommand, known := commands[name]
	if !known {
		fmt.Fprintf(os.Stderr, "%s: start it as argocd-application-controller or argocd-repo-server\n", name)
		os.Exit(2)
	}
	if err := newCommand().Execute(); err != nil {
		os.Exit(1)
	}
}
