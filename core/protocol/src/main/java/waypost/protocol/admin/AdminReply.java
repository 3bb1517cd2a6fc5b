package waypost.protocol.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A line that a node says to its administrator. Texts go to the end of their lines. */
public sealed interface AdminReply {
    /** Characters of a text, at most: what is longer is cut. */
    int MAX_TEXT = 4096;

    /** The first line. */
    record Greeting(int version, String node) implements AdminReply {}

    /** How far it is. */
    record Progress(String text) implements AdminReply {}

    /** A line of the result. */
    record Line(String text) implements AdminReply {}

    /** Octets of a result that is no text; valid until the next reply is read. */
    record Content(ByteBuffer octets) implements AdminReply {}

    /** The end: it is done. */
    record Ok() implements AdminReply {}

    /**
     * The end: it is not done, or something was found.
     *
     * @param status the command's exit status, above 0
     * @param text a sentence for the administrator; empty where the result says it
     */
    record Failed(int status, String text) implements AdminReply {}

    /** As it is sent. */
    default ByteBuffer encoded() {
        return switch (this) {
            case Greeting(var version, var node) -> line("WAYPOST " + version + " " + node);
            case Progress(var text) -> line("PROGRESS " + printable(text));
            case Line(var text) -> line("LINE " + printable(text));
            case Content(var octets) -> AdminFrame.of(octets);
            case Ok() -> line("OK");
            case Failed(var status, var text) -> line("FAILED " + status + " " + printable(text));
        };
    }

    private static ByteBuffer line(String line) {
        return ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String printable(String text) {
        int length = Math.min(text.length(), MAX_TEXT);
        StringBuilder line = new StringBuilder(length);
        text.substring(0, length)
                .codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
