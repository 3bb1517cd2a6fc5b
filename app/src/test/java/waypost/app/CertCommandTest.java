package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost cert issue}. */
final class CertCommandTest {
    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
    }

    @Test
    void makesACertificateThatTheAuthoritySigned() throws IOException, GeneralSecurityException {
        Path out = folder.resolve("out");
        Ended ended = site.run(
                "cert", "issue", "store2", "--host", "10.0.0.12", "--out", out.toString(), "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
        X509Certificate made = certificate(out.resolve("store2.pem"));
        made.verify(certificate(out.resolve("ca.pem")).getPublicKey());
        assertTrue(made.getSubjectAlternativeNames().toString().contains("10.0.0.12"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("store2.pem"))));
        assertTrue(ended.out().contains("\ntls:\n  node: {certificate: /etc/waypost/store2.pem"), ended.out());
    }

    /** The first certificate in a file that may begin with a key. */
    private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        String from = text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"));
        InputStream in = new ByteArrayInputStream(from.getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    @Test
    void worksWithoutTheUsers() throws IOException {
        site.ruinUsers();
        Ended ended = site.run("cert", "issue", "store2", "--config", site.config());
        assertEquals(Main.DONE, ended.status(), ended.err());
    }

    @Test
    void refusesANameThatIsNone() {
        Ended ended = site.run("cert", "issue", "../evil", "--config", site.config());
        assertEquals(Main.WRONG, ended.status());
        assertTrue(ended.err().contains("../evil"), ended.err());
    }
}
