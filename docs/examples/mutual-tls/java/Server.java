import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;

/** A server that lets in those who are listed, by the files of mutual TLS. */
final class Server {
    public static void main(String[] arguments) throws Exception {
        var host = System.getenv().getOrDefault("HOST", "0.0.0.0");
        var threads = Executors.newCachedThreadPool();
        try (var server = new ServerSocket(8443, 50, InetAddress.getByName(host))) {
            System.out.println("serves");
            while (true) {
                var plain = server.accept();
                threads.execute(() -> serve(plain));
            }
        }
    }

    private static void serve(Socket plain) {
        try (plain; var socket = (SSLSocket) TlsFiles.context().getSocketFactory().createSocket(plain, null, true)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.setNeedClientAuth(true);
            socket.startHandshake();
            var caller = identityOf((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            if (!Files.readAllLines(Path.of(System.getenv("TLS_CLIENTS_FILE"))).contains(caller))
                throw new SecurityException(caller + " may not call");
            socket.getInputStream().read(new byte[4096]);
            var answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello " + caller + "\n";
            socket.getOutputStream().write(answer.getBytes());
        } catch (Exception refused) {
            System.err.println("refused: " + refused.getMessage());
        }
    }

    /** The one URI of the certificate: a name of kind 6. */
    private static String identityOf(X509Certificate certificate) throws Exception {
        var uris = certificate.getSubjectAlternativeNames().stream().filter(name -> name.get(0).equals(6)).toList();
        return uris.size() == 1 ? (String) uris.get(0).get(1) : "nobody";
    }
}
