package waypost.store.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Writes files of known sizes, one behind the other, in the ustar format (IEEE Std 1003.1, pax). One thread. */
final class TarWriter {
    static final int BLOCK = 512;

    /** What a size has digits for. */
    static final long MAX_SIZE = (1L << 33) - 1;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** The header of a file; its octets come next, then {@link #pad}. */
    void begin(String name, long size, long epochSecond) throws IOException {
        if (size > MAX_SIZE) {
            throw new IOException(name + " is too large for an archive: " + size + " octets");
        }
        byte[] header = new byte[BLOCK];
        text(header, 0, name);
        text(header, 100, "0000600\0");
        text(header, 108, "0000000\0");
        text(header, 116, "0000000\0");
        text(header, 124, octal(size));
        text(header, 136, octal(Math.clamp(epochSecond, 0, MAX_SIZE)));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        text(header, 257, "ustar\00000");
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xFF;
        }
        text(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
    }

    void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & BLOCK - 1)]);
    }

    void file(String name, byte[] octets, long epochSecond) throws IOException {
        begin(name, octets.length, epochSecond);
        out.write(octets);
        pad(octets.length);
    }

    void end() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private static String octal(long number) {
        return String.format(Locale.ROOT, "%011o\0", number);
    }

    private static void text(byte[] header, int at, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, header, at, octets.length);
    }
}
