import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A client that shows who it is, by the files of mutual TLS. */
final class Client {
    public static void main(String[] arguments) throws Exception {
        // It keeps the files with which it was made: make another one for each request, or each hour.
        var client = HttpClient.newBuilder().sslContext(TlsFiles.context()).build();
        var request = HttpRequest.newBuilder(URI.create("https://" + System.getenv("LEDGER_HTTPS_ADDRESS") + "/")).build();
        System.out.print(client.send(request, BodyHandlers.ofString()).body());
    }
}
