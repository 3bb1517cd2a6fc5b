package waypost.protocol.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The word by which a front end knows that a node gives a session's client back to it (RFC 8437): the last of the node's octets, and then the last of the
 * front end's. It makes up one for each log-in and tells it to the node alone. As nobody else knows it before, no message can have it in its text; as
 * the front end passes nothing on behind it, no client can say it.
 */
public record ReturnWord(String text) {
    /** Of characters that stand for 6 bits each. */
    private static final int LENGTH = 14;

    private static final String END_OF_LINE = "\r\n";

    /** Octets of the word where it ends a stream. */
    public static final int OCTETS = LENGTH + END_OF_LINE.length();

    public ReturnWord {
        if (!wellFormed(text)) {
            throw new IllegalArgumentException("no word of " + LENGTH + " characters");
        }
    }

    public static ReturnWord random(RandomGenerator random) {
        byte[] octets = new byte[LENGTH];
        random.nextBytes(octets);
        return new ReturnWord(Base64.getUrlEncoder().encodeToString(octets).substring(0, LENGTH));
    }

    public static Optional<ReturnWord> parse(String text) {
        return wellFormed(text) ? Optional.of(new ReturnWord(text)) : Optional.empty();
    }

    private static boolean wellFormed(String text) {
        return text.length() == LENGTH && text.chars().allMatch(ReturnWord::standsForBits);
    }

    private static boolean standsForBits(int character) {
        return character >= 'A' && character <= 'Z'
                || character >= 'a' && character <= 'z'
                || character >= '0' && character <= '9'
                || character == '-'
                || character == '_';
    }

    /** How it ends a stream: at the end of a line. */
    public byte[] octets() {
        return (text + END_OF_LINE).getBytes(StandardCharsets.US_ASCII);
    }

    /** Not for logs: it is good until it is said. */
    @Override
    public String toString() {
        return "ReturnWord[]";
    }
}
