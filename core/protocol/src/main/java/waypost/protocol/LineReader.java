package waypost.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Takes command lines out of a stream, within a limit. A line ends with LF; whether CRLF stood there, and nothing that has no place in a
 * line, is part of the answer. Bytes of an unfinished line stay in the buffer, except those of one that is too long: they are dropped.
 */
public final class LineReader {
    private boolean skipping;

    /**
     * Takes the next line.
     *
     * @param max longest line in octets, CRLF included
     */
    public Line next(ByteBuffer in, int max) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                int length = i + 1 - in.position();
                boolean tooLong = skipping || length > max;
                skipping = false;
                return tooLong ? drop(in, length) : take(in, length);
            }
        }
        if (skipping || in.remaining() >= max) {
            skipping = true;
            in.position(in.limit());
        }
        return new Line.Partial();
    }

    private static Line drop(ByteBuffer in, int length) {
        in.position(in.position() + length);
        return new Line.TooLong();
    }

    private static Line take(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        if (length < 2 || octets[length - 2] != '\r') {
            return new Line.Foul();
        }
        for (int i = 0; i < length - 2; i++) {
            if (octets[i] == '\r' || octets[i] == 0) {
                return new Line.Foul();
            }
        }
        try {
            return new Line.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length - 2))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return new Line.Foul();
        }
    }

    /** What was found. */
    public sealed interface Line {
        /** A line without its CRLF. May hold a password. */
        record Text(String text) implements Line {
            @Override
            public String toString() {
                return "Text[" + text.length() + "]";
            }
        }

        /** Not yet complete. */
        record Partial() implements Line {}

        /** A whole line was dropped, for its length. */
        record TooLong() implements Line {}

        /** A line was taken that ends with a bare LF, holds CR or NUL, or is not UTF-8. */
        record Foul() implements Line {}
    }
}
