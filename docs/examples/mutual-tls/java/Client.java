import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLParameters;

/** A client that shows who it is, by the files of mutual TLS. */
final class Client {
    public static void main(String[] arguments) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://" + System.getenv("LEDGER_HTTPS_ADDRESS") + "/")).build();
        System.out.print(client().send(request, BodyHandlers.ofString()).body());
    }

    /** For one request: it keeps the files with which it was made, and takes up again what sessions it has had. */
    private static HttpClient client() throws Exception {
        var parameters = new SSLParameters();
        // The context alone offers TLS 1.2 as well.
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return HttpClient.newBuilder().sslContext(TlsFiles.context()).sslParameters(parameters).build();
    }
}
