package waypost.protocol.admin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Octets on a connection of lines: {@code DATA <count>}, then so many. A count of 0 says that no more come. */
public final class AdminFrame {
    /** Octets of one frame, at most. */
    public static final int MAX = 64 * 1024;

    private static final String WORD = "DATA ";

    private AdminFrame() {}

    /** The frame of these octets, of which there are not more than {@link #MAX}. */
    public static ByteBuffer of(ByteBuffer octets) {
        byte[] head = (WORD + octets.remaining() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + octets.remaining())
                .put(head)
                .put(octets.duplicate())
                .flip();
    }

    /** The count that the line says; negative when it is none. */
    static int length(String line) {
        String digits = line.startsWith(WORD) ? line.substring(WORD.length()) : "";
        boolean number = !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(digits) <= MAX;
        return number ? Integer.parseInt(digits) : -1;
    }

    /** Takes what there is of so many octets. */
    static ByteBuffer take(ByteBuffer in, int left) {
        int length = Math.min(left, in.remaining());
        ByteBuffer octets = in.slice(in.position(), length);
        in.position(in.position() + length);
        return octets;
    }
}
