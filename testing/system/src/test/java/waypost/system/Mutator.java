package waypost.system;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes damaged lines of good ones: octets changed, left out, doubled, put in; lines cut, joined and blown up. */
final class Mutator {
    private static final List<String> SPICE = List.of(
            "\0",
            "\r",
            "\n",
            "\r\n",
            "\"",
            "\\",
            "{",
            "}",
            "{3}\r\n",
            "{3+}\r\nabc",
            "{99999999999}\r\n",
            "(",
            ")",
            "((((((((",
            "*",
            "%",
            "\u00ff",
            "\u00c3\u00bc",
            "BODY[",
            "<0.4294967296>",
            "1:*",
            "4294967295",
            "-1",
            "$",
            "=?x?q?=ff?=",
            "+",
            "@",
            "<>",
            ";",
            " ");

    private final SplittableRandom random;
    private final List<String> seeds;

    Mutator(long seed, List<String> seeds) {
        this.random = new SplittableRandom(seed);
        this.seeds = seeds;
    }

    /** A line with its CRLF. */
    byte[] line() {
        byte[] line = seed();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            line = changed(line);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(line);
        out.writeBytes(new byte[] {'\r', '\n'});
        return out.toByteArray();
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] changed(byte[] line) {
        int at = random.nextInt(line.length + 1);
        byte[] spice = SPICE.get(random.nextInt(SPICE.size())).getBytes(StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(7)) {
            case 0 -> joined(Arrays.copyOf(line, at), spice, tail(line, at));
            case 1 ->
                joined(
                        Arrays.copyOf(line, at),
                        new byte[] {(byte) random.nextInt(256)},
                        tail(line, Math.min(line.length, at + 1)));
            case 2 -> joined(Arrays.copyOf(line, at), tail(line, Math.min(line.length, at + 1 + random.nextInt(4))));
            case 3 -> Arrays.copyOf(line, at);
            case 4 -> joined(Arrays.copyOf(line, at), tail(seed(), 0));
            case 5 -> joined(line, " ".getBytes(StandardCharsets.ISO_8859_1), seed());
            default -> joined(Arrays.copyOf(line, at), repeated(spice), tail(line, at));
        };
    }

    private byte[] repeated(byte[] spice) {
        byte[][] times = new byte[1 + random.nextInt(3000)][];
        Arrays.fill(times, spice);
        return joined(times);
    }

    private static byte[] tail(byte[] line, int from) {
        return Arrays.copyOfRange(line, from, line.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
