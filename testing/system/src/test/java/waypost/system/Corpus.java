package waypost.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waypost.message.Mbox;

/**
 * Messages to send, from files: {@code .eml}, {@code .msg} and {@code .raw}; {@code .txt} and files without an extension if they begin with
 * a header field; mbox files split at their From_ lines. LF alone becomes CRLF; every other byte stays.
 */
final class Corpus {
    private static final Set<String> ALWAYS = Set.of("eml", "msg", "raw");
    private static final Set<String> WITH_HEADER = Set.of("txt", "");
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \\t]*:");
    private static final Pattern RECEIVED =
            Pattern.compile("^Received[ \\t]*:", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final int MAX_HOPS = 100;
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.ISO_8859_1);

    private static final int LONG = 1_000_000;

    private final List<Message> messages = new ArrayList<>();
    private int leftOut;

    private Corpus() {}

    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Files that begin with a header field, and have an extension that is none of those. */
    int leftOut() {
        return leftOut;
    }

    /** Messages with lines of a megabyte, which no file has. */
    static List<Message> longLines() {
        return List.of(longLine("ASCII", 'x'), longLine("8 bits", '\u00e4'));
    }

    private static Message longLine(String name, char octet) {
        String text = "Subject: a long line\r\n\r\n" + String.valueOf(octet).repeat(LONG) + "\r\n";
        return new Message("a line of 1 MB, " + name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @param octets with CRLF at the end of each line, the last one too */
    record Message(String name, byte[] octets) {
        /** Why SMTP must refuse it. */
        Optional<String> unsendable() {
            boolean bareCr = false;
            for (int index = 0; index < octets.length; index++) {
                if (octets[index] == 0) {
                    return Optional.of("NUL");
                }
                bareCr |= octets[index] == '\r' && (index + 1 == octets.length || octets[index + 1] != '\n');
            }
            return bareCr ? Optional.of("bare CR") : Optional.of("loop").filter(_ -> hops() > MAX_HOPS);
        }

        /** RFC 5321 §6.3: so many Received fields are taken for a loop. */
        private long hops() {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            return RECEIVED.matcher(end < 0 ? text : text.substring(0, end))
                    .results()
                    .count();
        }

        /** Whether it begins with a header; one that does not gets an empty line between the trace fields and itself. */
        boolean header() {
            return beginsWithField(octets);
        }

        boolean nul() {
            return unsendable().filter("NUL"::equals).isPresent();
        }
    }

    /** Of all files below the folders every {@code step}-th one, and those made by hand for this project. */
    static Corpus read(List<Path> folders, int step) throws IOException {
        Corpus corpus = new Corpus();
        for (Path folder : folders) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(folder)) {
                files = walk.filter(Files::isRegularFile).sorted().toList();
            }
            for (int index = 0; index < files.size(); index++) {
                Path file = files.get(index);
                if (index % step == 0 || file.startsWith(folder.resolve("waypost"))) {
                    corpus.add(folder.relativize(file).toString(), Files.readAllBytes(file), extension(file));
                }
            }
        }
        return corpus;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private void add(String name, byte[] octets, String extension) throws IOException {
        boolean mbox = octets.length > FROM.length
                && ByteBuffer.wrap(octets, 0, FROM.length).equals(ByteBuffer.wrap(FROM));
        if (mbox) {
            Mbox split = new Mbox(new Splitting(name, messages));
            split.feed(ByteBuffer.wrap(octets));
            split.finish();
        } else if (ALWAYS.contains(extension) || WITH_HEADER.contains(extension) && beginsWithField(octets)) {
            messages.add(new Message(name, lines(octets)));
        } else if (!WITH_HEADER.contains(extension) && beginsWithField(octets)) {
            leftOut++;
        }
    }

    private static boolean beginsWithField(byte[] octets) {
        String begin = new String(octets, 0, Math.min(octets.length, 200), StandardCharsets.ISO_8859_1);
        return FIELD.matcher(begin).lookingAt();
    }

    private static byte[] lines(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + octets.length / 16 + 2);
        int before = '\n';
        for (byte octet : octets) {
            if (octet == '\n' && before != '\r') {
                out.write('\r');
            }
            out.write(octet);
            before = octet;
        }
        if (before != '\n') {
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        return out.toByteArray();
    }

    private static final class Splitting implements Mbox.Messages {
        private final String name;
        private final List<Message> to;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int number;

        Splitting(String name, List<Message> to) {
            this.name = name;
            this.to = to;
        }

        @Override
        public void begin(String fromLine) {
            message.reset();
        }

        @Override
        public void bytes(ByteBuffer slice) {
            byte[] copy = new byte[slice.remaining()];
            slice.get(copy);
            message.writeBytes(copy);
        }

        @Override
        public void end() {
            number++;
            to.add(new Message(name + "#" + number, lines(message.toByteArray())));
        }
    }
}
