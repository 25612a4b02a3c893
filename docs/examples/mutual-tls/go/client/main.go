// A client that shows who it is, by the files of mutual TLS.
package main

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"example.com/mutual-tls/tlsfiles"
)

func main() {
	client := &http.Client{Transport: &http.Transport{DialTLSContext: dial}}
	answer, err := client.Get("https://" + os.Getenv("LEDGER_HTTPS_ADDRESS") + "/")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(os.Stdout, answer.Body); err != nil {
		log.Fatal(err)
	}
}

// dial makes each connection with the files as they are then. The server is known by the name in the address.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	config, err := tlsfiles.Config()
	if err != nil {
		return nil, err
	}
	return (&tls.Dialer{Config: config}).DialContext(ctx, network, address)
}
