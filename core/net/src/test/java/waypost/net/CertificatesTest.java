package waypost.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate a client sees: by the name that it asks for, and after the files have changed. */
class CertificatesTest {
    private final Net net = Net.open(new MetricRegistry());

    @TempDir
    Path folder;

    private LocalAuthority authority;
    private Instant fileTime = Instant.now();

    @BeforeEach
    void authority() throws IOException {
        authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
    }

    @AfterEach
    void close() {
        net.close();
    }

    /** What is heard on a connection: the certificate's names first, then every line. */
    private static final class Heard implements WireHandler {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void connected(Wire wire) {
            lines.add("TLS");
        }

        @Override
        public void received(Wire wire, java.nio.ByteBuffer in) {
            String line = LineLogin.takeLine(in);
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }

        @Override
        public void closed(Wire wire, String why) {
            lines.add("closed");
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private Wire see(Listener listener, String name, Heard heard) throws IOException {
        ClientTls tls = ClientTls.to(name, List.of(authority.certificate()));
        return net.connect(Dial.to(Endpoint.of(listener.address())).with(new Encryption.Implicit(tls)), heard);
    }

    private boolean shown(Listener listener, String name) throws Exception {
        Heard heard = new Heard();
        Wire wire = see(listener, name, heard);
        String first = heard.next();
        wire.close("seen");
        return first.equals("TLS");
    }

    private Listener listen(ServerTls tls, Consumer<Wire> connected) throws IOException {
        return net.listen(
                ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Implicit(tls)),
                wire -> new WireHandler() {
                    @Override
                    public void connected(Wire standing) {
                        connected.accept(standing);
                    }

                    @Override
                    public void received(Wire from, java.nio.ByteBuffer in) {}

                    @Override
                    public void closed(Wire gone, String why) {}
                });
    }

    @Test
    void theNameAskedForChoosesTheCertificate() throws Exception {
        List<Identity> several = List.of(
                authority.issue("mail.example.net", List.of()),
                authority.issue("mail.example.org", List.of("imap.example.org")),
                authority.issue("many", List.of("*.example.com")));
        Listener front = listen(ServerTls.of(several), _ -> {});
        for (String name : List.of("mail.example.net", "mail.example.org", "IMAP.example.org", "any.example.com")) {
            assertTrue(shown(front, name), name);
        }
        assertFalse(shown(front, "a.b.example.com"));
        assertFalse(shown(front, "elsewhere.example"));
        try (Scripted clear = Scripted.to(front.address())) {
            clear.send("A1 LOGIN not a ClientHello\r\n");
            assertFalse(clear.rest().contains("A1"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.net, mail.example.net, true",
        "mail.example.net, example.net, false",
        "*.example.net, mail.example.net, true",
        "*.example.net, example.net, false",
        "*.example.net, .example.net, false",
        "*.example.net, a.b.example.net, false",
        "*.example.net, mail.example.net.org, false",
        "*, localhost, false",
    })
    void names(String certificate, String asked, boolean fits) {
        assertEquals(fits, ServerContexts.matches(certificate, asked));
    }

    @Test
    void filesThatChangeAreReadAgainAndNobodyIsCutOff() throws Exception {
        Path file = folder.resolve("mail.pem");
        put(authority.issue("old.example.net", List.of()), file);
        ServerTls tls = ServerTls.of(List.of(new Identity(file, file)));
        BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
        Listener front = listen(tls, accepted::add);
        Heard stays = new Heard();
        see(front, "old.example.net", stays);
        assertEquals("TLS", stays.next());
        Wire here = accepted.take();

        assertFalse(tls.refresh());
        put(authority.issue("new.example.net", List.of()), file);
        assertTrue(tls.refresh());
        assertTrue(shown(front, "new.example.net"));
        assertFalse(shown(front, "old.example.net"));

        here.loop().execute(() -> {
            here.write(StandardCharsets.US_ASCII.encode("still here\r\n"));
            here.flush();
        });
        assertEquals("still here", stays.next());
    }

    @Test
    void filesThatCannotBeUsedChangeNothing() throws Exception {
        Path file = folder.resolve("mail.pem");
        put(authority.issue("mail.example.net", List.of()), file);
        ServerTls tls = ServerTls.of(List.of(new Identity(file, file)));
        Listener front = listen(tls, _ -> {});
        Files.writeString(file, "nothing of use");
        assertTrue(assertThrows(IOException.class, tls::refresh).toString().contains("mail.pem"));
        assertFalse(tls.refresh());
        assertTrue(shown(front, "mail.example.net"));
    }

    private void put(Identity from, Path to) throws IOException {
        Files.copy(from.certificate(), to, StandardCopyOption.REPLACE_EXISTING);
        fileTime = fileTime.plus(Duration.ofSeconds(2));
        Files.setLastModifiedTime(to, FileTime.from(fileTime));
    }

    /** PKCS#8 and what older tools write. */
    @ParameterizedTest
    @CsvSource({"EC, 256", "RSA, 2048", "Ed25519, 255"})
    void keysOfAllForms(String kind, int size) throws Exception {
        KeyPairGenerator generator = keys(kind, size);
        KeyPair pair = generator.generateKeyPair();
        PrivateKey key = pair.getPrivate();
        Path pkcs8 = folder.resolve("pkcs8.pem");
        PemFile.write(pkcs8, List.of(), key);
        assertEquals(key, PemKey.read(pkcs8));
        StringWriter older = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(older)) {
            writer.writeObject(key instanceof ECPrivateKey ec ? sec1(ec) : key);
        }
        PrivateKey read = PemKey.read(Files.writeString(folder.resolve("older.pem"), older.toString()));
        assertEquals(number(key), number(read));
        assertTrue(PemKey.belongs(read, pair.getPublic()));
        assertFalse(PemKey.belongs(read, generator.generateKeyPair().getPublic()));
    }

    private static KeyPairGenerator keys(String kind, int size) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(size);
        return generator;
    }

    /** What a provider would find at the first handshake only. */
    @ParameterizedTest
    @CsvSource({"EC, 256", "RSA, 2048"})
    void aKeyOfAnotherCertificateIsRefused(String kind, int bits) throws Exception {
        Identity mail = authority.issue("mail.example.net", List.of());
        Path other = folder.resolve("other.key");
        PemFile.write(other, List.of(), keys(kind, bits).generateKeyPair().getPrivate());
        Identity mixed = new Identity(mail.certificate(), other);
        assertEquals(
                "the key in " + other + " is not that of the certificate in " + mail.certificate(),
                assertThrows(IOException.class, () -> ServerTls.of(List.of(mixed)))
                        .getMessage());
        assertThrows(IOException.class, () -> ClientTls.to("n1", List.of(authority.certificate()), mixed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "ca-key", "a b", "::1", ""})
    void itsOwnFilesAreNoCertificatesOfOthers(String name) throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("tls/ca-key.pem"));
        assertFalse(LocalAuthority.issuesFor(name));
        assertThrows(IllegalArgumentException.class, () -> authority.issue(name, List.of()));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("tls/ca-key.pem")));
    }

    /** What is the same however the key was encoded. */
    private static Object number(PrivateKey key) {
        return key instanceof ECPrivateKey ec ? ec.getS() : key;
    }

    /** RFC 5915 with the name of the curve, as OpenSSL writes it. */
    private static PemObject sec1(ECPrivateKey key) throws IOException {
        ASN1Object curve = SECObjectIdentifiers.secp256r1;
        return new PemObject(
                "EC PRIVATE KEY", new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), curve).getEncoded());
    }
}
