package waypost.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What binds a log-in to the TLS channel under it: {@code tls-server-end-point} (RFC 5929 §4), a hash of the certificate that the server
 * showed. The other types, {@code tls-unique} and {@code tls-exporter} (RFC 9266), are declined: the TLS library does not tell them.
 */
public record ChannelBinding(byte[] hash) {
    /** The type's name (RFC 5929 §4). */
    public static final String TYPE = "tls-server-end-point";

    /** Of the server's own certificate; empty where RFC 5929 §4.1 defines none for its signature. */
    public static Optional<ChannelBinding> of(X509Certificate shown) {
        return algorithm(shown.getSigAlgName().toUpperCase(Locale.ROOT)).map(algorithm -> {
            try {
                return new ChannelBinding(MessageDigest.getInstance(algorithm).digest(shown.getEncoded()));
            } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    /** RFC 5929 §4.1: the hash of the signature, but none below SHA-256. */
    private static Optional<String> algorithm(String signature) {
        int with = signature.indexOf("WITH");
        return switch (with < 0 ? "" : signature.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> Optional.of("SHA-256");
            case "SHA384" -> Optional.of("SHA-384");
            case "SHA512" -> Optional.of("SHA-512");
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding(var octets) && Arrays.equals(hash, octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
