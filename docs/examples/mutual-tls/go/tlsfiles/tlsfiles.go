// Package tlsfiles reads the files of mutual TLS for each connection anew.
package tlsfiles

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"sync/atomic"
)

var last atomic.Pointer[tls.Config]

// Config is what the files say now. While they are half the old and half the new, it is what they said before.
func Config() (*tls.Config, error) {
	config, err := read()
	if err == nil {
		last.Store(config)
	} else if last.Load() == nil {
		return nil, err
	}
	return last.Load().Clone(), nil
}

func read() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE"))
	if err != nil {
		return nil, err
	}
	authorities := x509.NewCertPool()
	text, err := os.ReadFile(os.Getenv("TLS_CA_FILE"))
	if err != nil || !authorities.AppendCertsFromPEM(text) {
		return nil, errors.Join(err, errors.New("no authority in TLS_CA_FILE"))
	}
	return &tls.Config{
		Certificates: []tls.Certificate{pair},
		RootCAs:      authorities,
		ClientCAs:    authorities,
		MinVersion:   tls.VersionTLS13,
		// Nobody comes back without being looked at again.
		SessionTicketsDisabled: true,
	}, nil
}
