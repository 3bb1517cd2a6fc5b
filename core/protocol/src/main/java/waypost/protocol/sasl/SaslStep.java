package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import waypost.protocol.login.Credentials;

/** What a server does after a start or a response of {@link SaslExchange}. */
public sealed interface SaslStep {
    /** Send this behind the protocol's continuation ({@code "+ "}, {@code "334 "}); may be empty. */
    record Challenge(String base64) implements SaslStep {
        static Challenge of(String text) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }

        static Challenge of(byte[] octets) {
            return new Challenge(Base64.getEncoder().encodeToString(octets));
        }
    }

    /** Find this out, then call {@link SaslExchange#told}. */
    record Ask(Question question) implements SaslStep {}

    /** The exchange is complete; whether the credentials are right is for others to find out, or to hear. */
    record Proved(Credentials credentials) implements SaslStep {}

    /** The exchange is over. */
    record Failed(Failure why) implements SaslStep {}

    /** How an exchange fails before anybody was asked. */
    enum Failure {
        /** The client sent {@code *}. IMAP BAD, SMTP 501. */
        CANCELLED,
        /** Not base64, or not of the mechanism's form. IMAP BAD, SMTP 501 5.5.2, POP3 -ERR. */
        MALFORMED,
        /** Empty, not UTF-8, or beyond any limit: answered as a wrong password is. */
        CREDENTIALS,
        /** What was asked nobody can say now: answered as a directory that is away is. */
        UNAVAILABLE
    }
}
