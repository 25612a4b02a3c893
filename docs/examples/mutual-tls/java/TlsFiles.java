import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The files of mutual TLS, read for each connection anew. */
final class TlsFiles {
    private record Managers(KeyManager[] keys, TrustManager[] trust) {}

    private static Managers last;

    /**
     * While the files are half the old and half the new: what they said before. Each time another context: sessions are taken up
     * again inside of one.
     */
    static synchronized SSLContext context() throws Exception {
        try {
            last = read();
        } catch (Exception unreadable) {
            if (last == null) throw unreadable;
        }
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(last.keys(), last.trust(), null);
        return context;
    }

    private static Managers read() throws Exception {
        var chain = certificates("TLS_CERT_FILE");
        var pem = Files.readString(Path.of(System.getenv("TLS_KEY_FILE"))).replaceAll("-----.*-----|\\s", "");
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        var signed = signature.sign();
        signature.initVerify(chain[0]);
        if (!signature.verify(signed)) throw new IllegalStateException("certificate and key are of two generations");
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", key, new char[0], chain);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (var authority : certificates("TLS_CA_FILE")) trusted.setCertificateEntry("" + trusted.size(), authority);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return new Managers(keys.getKeyManagers(), trust.getTrustManagers());
    }

    private static Certificate[] certificates(String variable) throws Exception {
        var bytes = Files.readAllBytes(Path.of(System.getenv(variable)));
        var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        if (found.isEmpty()) throw new IllegalStateException("no certificate in " + variable);
        return found.toArray(Certificate[]::new);
    }
}
