package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** RFC 2195 §2: a challenge, and the name with the challenge's HMAC-MD5 under the password. */
final class CramServer implements ServerMechanism {
    /** Hexadecimal characters of an MD5. */
    private static final int DIGEST = 32;

    private final String challenge;

    CramServer(String challenge) {
        this.challenge = challenge;
    }

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of(challenge);
    }

    @Override
    public boolean clientFirst() {
        return false;
    }

    @Override
    public SaslStep respond(byte[] message) {
        int blank = message.length - DIGEST - 1;
        if (blank < 1 || message[blank] != ' ') {
            return new SaslStep.Failed(Failure.MALFORMED);
        }
        Optional<String> user = CredentialText.name(message, 0, blank);
        String digest = new String(message, blank + 1, DIGEST, StandardCharsets.ISO_8859_1);
        if (user.isEmpty() || !digest.chars().allMatch(HexFormat::isHexDigit)) {
            return new SaslStep.Failed(Failure.CREDENTIALS);
        }
        return new SaslStep.Proved(
                new Credentials.Digest(user.get(), challenge, HexFormat.of().parseHex(digest)));
    }
}
