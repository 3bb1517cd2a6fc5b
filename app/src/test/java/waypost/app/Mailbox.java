package waypost.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A user's mailbox as IMAP shows it. One thread. */
final class Mailbox implements AutoCloseable {
    private static final Pattern MESSAGE =
            Pattern.compile("\\* \\d+ FETCH \\(FLAGS \\(([^)]*)\\) INTERNALDATE \"([^\"]*)\" BODY\\[\\] \\{(\\d+)\\}");

    private final Socket socket;
    private final DataInputStream in;

    /** One message, its lines ended by bars in place of CRLF. */
    private record Message(String flags, String date, String text) {}

    private Mailbox(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static Mailbox open(int port, String user) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        Mailbox mailbox = new Mailbox(socket);
        mailbox.line();
        mailbox.command("LOGIN " + user + " secret");
        return mailbox;
    }

    List<String> messages(String folder) throws IOException {
        return fetch(folder).stream()
                .map(message -> "(" + message.flags + ") " + message.date + " " + message.text)
                .toList();
    }

    List<String> flags(String folder) throws IOException {
        return fetch(folder).stream().map(message -> "(" + message.flags + ")").toList();
    }

    List<Integer> sizes(String folder) throws IOException {
        return fetch(folder).stream()
                .map(message -> message.text.replace("|", "\r\n").length())
                .toList();
    }

    private List<Message> fetch(String folder) throws IOException {
        command("EXAMINE \"" + folder + "\"");
        return command("FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])");
    }

    /** What the server says at last, unasked. */
    String bye() throws IOException {
        String line = line();
        while (!line.startsWith("* BYE ")) {
            line = line();
        }
        return line;
    }

    private List<Message> command(String text) throws IOException {
        socket.getOutputStream().write(("a " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        List<Message> messages = new ArrayList<>();
        String line = line();
        while (!line.startsWith("a ")) {
            Matcher message = MESSAGE.matcher(line);
            if (message.matches()) {
                byte[] body = in.readNBytes(Integer.parseInt(message.group(3)));
                String lines = new String(body, StandardCharsets.ISO_8859_1).replace("\r\n", "|");
                messages.add(new Message(sorted(message.group(1)), message.group(2), lines));
            }
            line = line();
        }
        assertTrue(line.startsWith("a OK"), line);
        return messages;
    }

    private static String sorted(String flags) {
        return Arrays.stream(flags.split(" "))
                .filter(flag -> !flag.equals("\\Recent"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
