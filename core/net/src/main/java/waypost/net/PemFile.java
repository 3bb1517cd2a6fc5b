package waypost.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in files: written beside, forced and renamed, so that a file is whole or not there; mode 0600 from the start. */
final class PemFile {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final String PRIVATE_FILE = "rw-------";
    private static final String PRIVATE_FOLDER = "rwx------";

    private PemFile() {}

    /** A certificate and its key. */
    record Pair(X509Certificate certificate, PrivateKey key) {
        KeyPair keyPair() {
            return new KeyPair(certificate.getPublicKey(), key);
        }

        @Override
        public String toString() {
            return certificate.getSubjectX500Principal().getName();
        }
    }

    static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FOLDER)));
        }
    }

    static Pair read(Path file) throws IOException {
        return new Pair(certificate(file), PemKey.read(file));
    }

    /** The first certificate in the file. */
    static X509Certificate certificate(Path file) throws IOException {
        return certificates(file).getFirst();
    }

    /** All certificates in the file, at least one; whatever else is in it is passed over. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        Matcher block = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            throw new IOException("no usable certificate in " + file, unfit);
        }
        if (found.isEmpty()) {
            throw new IOException("no certificates in PEM form: " + file);
        }
        return found;
    }

    static boolean signedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException not) {
            return false;
        }
    }

    /** Names compare without case, addresses in any spelling. */
    static boolean sameNames(Collection<String> some, Collection<String> others) {
        return normal(some).equals(normal(others));
    }

    private static Set<String> normal(Collection<String> names) {
        Set<String> normal = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            normal.add(Names.literal(name)
                    .map(java.net.InetAddress::getHostAddress)
                    .orElse(name));
        }
        return normal;
    }

    static void write(Path file, List<X509Certificate> chain, PrivateKey key) throws IOException {
        replace(file, block("PRIVATE KEY", key.getEncoded()) + certificates(chain));
    }

    static void write(Path file, List<X509Certificate> chain) throws IOException {
        replace(file, certificates(chain));
    }

    private static String certificates(List<X509Certificate> chain) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException unfit) {
                throw new IOException("a certificate that cannot be written", unfit);
            }
        }
        return text.toString();
    }

    private static String block(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private static void replace(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path beside = Files.createTempFile(
                folder,
                ".new-",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE)));
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
