module example.com/mutual-tls

go 1.22
