// A server that lets in those who are listed, by the files of mutual TLS.
package main

import (
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"

	"example.com/mutual-tls/tlsfiles"
)

func main() {
	server := &http.Server{Handler: http.HandlerFunc(hello), TLSConfig: &tls.Config{GetConfigForClient: forClient}}
	listener, err := net.Listen("tcp", os.Getenv("HOST")+":8443")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("serves")
	log.Fatal(server.ServeTLS(listener, "", ""))
}

// forClient is asked for each connection: renewed files need no restart.
func forClient(*tls.ClientHelloInfo) (*tls.Config, error) {
	config, err := tlsfiles.Config()
	if err != nil {
		return nil, err
	}
	config.ClientAuth = tls.RequireAndVerifyClientCert
	config.VerifyConnection = func(state tls.ConnectionState) error {
		clients, err := os.ReadFile(os.Getenv("TLS_CLIENTS_FILE"))
		if err == nil && !slices.Contains(strings.Split(string(clients), "\n"), identityOf(state)) {
			err = fmt.Errorf("refused: %s may not call", identityOf(state))
		}
		return err
	}
	return config, nil
}

func identityOf(state tls.ConnectionState) string {
	if uris := state.PeerCertificates[0].URIs; len(uris) == 1 {
		return uris[0].String()
	}
	return "nobody"
}

func hello(answer http.ResponseWriter, request *http.Request) {
	fmt.Fprintf(answer, "hello %s\n", identityOf(*request.TLS))
}
