package waypost.store.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what {@link TarWriter} has written, from front to end. One thread. */
final class TarReader {
    private static final int BLOCK = TarWriter.BLOCK;

    private final InputStream in;
    private String name = "";
    private long left;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** A file of the archive. */
    record Entry(String name, long size) {}

    /** The next file, whatever was not read of the one before; empty behind the last. */
    Optional<Entry> next() throws IOException {
        byte[] rest = new byte[8192];
        while (left > 0) {
            read(rest, 0, rest.length);
        }
        in.skipNBytes(padding);
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            throw new ArchiveDamaged("The archive is cut off behind " + name + ".");
        }
        if (header[0] == 0) {
            return Optional.empty();
        }
        long sum = octal(header, 148, 6);
        boolean sound = new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar") && sum == sum(header);
        if (!sound) {
            throw new ArchiveDamaged("The archive is damaged behind " + name + ", or no archive.");
        }
        int length = 0;
        while (length < 100 && header[length] != 0) {
            length++;
        }
        name = new String(header, 0, length, StandardCharsets.US_ASCII);
        left = octal(header, 124, 11);
        padding = (int) (-left & BLOCK - 1);
        return Optional.of(new Entry(name, left));
    }

    private static int sum(byte[] header) {
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : header[i] & 0xFF;
        }
        return sum;
    }

    private long octal(byte[] header, int at, int digits) throws ArchiveDamaged {
        long number = 0;
        for (int i = at; i < at + digits; i++) {
            if (header[i] < '0' || header[i] > '7') {
                throw new ArchiveDamaged("The archive is damaged behind " + name + ", or no archive.");
            }
            number = number << 3 | header[i] - '0';
        }
        return number;
    }

    /** Octets of the present file; -1 at its end. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new ArchiveDamaged("The archive is cut off in " + name + ".");
        }
        left -= count;
        return count;
    }

    /** All of the present file, of which there may be so many octets. */
    byte[] whole(int most) throws IOException {
        if (left > most) {
            throw new ArchiveDamaged(name + " of the archive is larger than it can be.");
        }
        byte[] octets = in.readNBytes((int) left);
        if (octets.length < left) {
            throw new ArchiveDamaged("The archive is cut off in " + name + ".");
        }
        left = 0;
        return octets;
    }
}
