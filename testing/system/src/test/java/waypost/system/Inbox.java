package waypost.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A user's INBOX, selected over IMAP. */
final class Inbox implements AutoCloseable {
    private final LineClient imap;
    private int exists;
    private String validity = "";

    private Inbox(LineClient imap) {
        this.imap = imap;
    }

    static Inbox open(Site of, String user) throws IOException {
        List<String> refusal = new ArrayList<>();
        return tryOpen(of, user, refusal).orElseThrow(() -> new AssertionError(user + " was answered " + refusal));
    }

    /** Empty where the log-in is refused. */
    static Optional<Inbox> tryOpen(Site of, String user, List<String> refusal) throws IOException {
        return tryOpen(of, user, "waypost", refusal);
    }

    static Optional<Inbox> tryOpen(Site of, String user, String password, List<String> refusal) throws IOException {
        LineClient imap = LineClient.tls(of.authority(), of.imaps());
        imap.line();
        String answer = imap.imap("LOGIN " + user + "@example.test " + password).getLast();
        if (!answer.startsWith("t OK ")) {
            refusal.add(answer);
            imap.close();
            return Optional.empty();
        }
        Inbox inbox = new Inbox(imap);
        List<String> selected = imap.imap("SELECT INBOX");
        assertTrue(selected.getLast().startsWith("t OK "), selected::toString);
        selected.forEach(inbox::noted);
        return Optional.of(inbox);
    }

    private void noted(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].equals("*") && words[2].equals("EXISTS")) {
            exists = Integer.parseInt(words[1]);
        } else if (line.startsWith("* OK [UIDVALIDITY ")) {
            validity = words[3];
        }
    }

    /** The same as long as it is the same mailbox. */
    String validity() {
        return validity;
    }

    int exists() {
        return exists;
    }

    List<Integer> search(String key) throws IOException {
        String found = imap.imap("SEARCH " + key).getFirst();
        String numbers = found.substring("* SEARCH".length()).strip();
        return numbers.isEmpty()
                ? List.of()
                : Stream.of(numbers.split(" ", -1)).map(Integer::valueOf).toList();
    }

    /** The Message-ID of each message, without brackets; empty for one that has none. */
    List<String> messageIds() throws IOException {
        List<String> ids = new ArrayList<>();
        for (byte[] fields : literals("1:*", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")) {
            String text = new String(fields, StandardCharsets.ISO_8859_1);
            int begin = text.indexOf('<');
            ids.add(begin < 0 ? "" : text.substring(begin + 1, text.indexOf('>', begin)));
        }
        return ids;
    }

    byte[] message(int number) throws IOException {
        return literals(String.valueOf(number), "BODY.PEEK[]").getFirst();
    }

    /** The literals of the answer, one a message, in the order of the messages. */
    private List<byte[]> literals(String numbers, String item) throws IOException {
        List<byte[]> literals = new ArrayList<>();
        if (exists == 0) {
            return literals;
        }
        imap.send("f FETCH " + numbers + " " + item);
        for (String line = imap.line(); !line.startsWith("f "); line = imap.line()) {
            if (line.startsWith("* ") && line.endsWith("}")) {
                literals.add(
                        imap.octets(Integer.parseInt(line.substring(line.lastIndexOf('{') + 1, line.length() - 1))));
            } else if (line.startsWith("* ") && line.endsWith("\"\")")) {
                literals.add(new byte[0]);
            } else {
                noted(line);
            }
        }
        return literals;
    }

    /** The answer to APPEND, or the refusal of its literal. */
    String append(byte[] message) throws IOException {
        imap.send("a APPEND INBOX {" + message.length + "}");
        String go = imap.line();
        if (!go.startsWith("+")) {
            return go;
        }
        imap.raw(message);
        imap.send("");
        List<String> answer = imap.until(line -> line.startsWith("a ") || line.startsWith("* BYE"));
        answer.forEach(this::noted);
        return answer.getLast();
    }

    /** Removes what the user has stored: messages, folders, subscriptions. What has to stay stays. */
    void empty() throws IOException {
        for (String name : names("LSUB")) {
            imap.imap("UNSUBSCRIBE " + name);
        }
        List<String> folders = names("LIST");
        for (String name : folders.reversed()) {
            imap.imap("DELETE " + name);
        }
        expunge();
    }

    /** Removes all messages. */
    void expunge() throws IOException {
        imap.imap("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.imap("EXPUNGE");
    }

    /** As a command may repeat them. */
    private List<String> names(String command) throws IOException {
        List<String> names = new ArrayList<>();
        boolean literal = false;
        for (String line : imap.imap(command + " \"\" *")) {
            if (literal) {
                names.add("{" + line.length() + "+}\r\n" + line);
            } else if (line.startsWith("* " + command) && !line.endsWith("}")) {
                names.add(line.substring(line.indexOf("\"/\" ") + 4));
            }
            literal = line.startsWith("* " + command) && line.endsWith("}");
        }
        return names;
    }

    /** All that the user has: each folder with its UIDVALIDITY, and the UID, the flags and the octets of each message. */
    List<String> all() throws IOException {
        List<String> all = new ArrayList<>();
        for (String folder : names("LIST")) {
            String selected = String.join(" ", imap.imap("EXAMINE " + folder));
            String numbers = selected.replaceAll(".*(UIDVALIDITY [0-9]+).*", "$1");
            all.add(folder + " " + numbers + " " + imap.imap("UID FETCH 1:* (FLAGS BODY.PEEK[])"));
        }
        return all;
    }

    /** A message into another folder than this one, which is made. */
    void appendTo(String folder, String text) throws IOException {
        imap.imap("CREATE " + folder);
        imap.send("a APPEND " + folder + " (\\Flagged) {" + text.length() + "+}");
        imap.send(text);
        String answer = imap.until(line -> line.startsWith("a ")).getLast();
        assertTrue(answer.startsWith("a OK "), answer);
    }

    /** Waits, by IDLE, for what the node has to tell; returns also when it had nothing to tell for a while. */
    void await() throws IOException {
        imap.send("i IDLE");
        try {
            imap.until(line -> line.endsWith(" EXISTS"));
        } catch (SocketTimeoutException nothingToTell) {
            return; // the caller opens another session
        }
        imap.send("DONE");
        imap.until(line -> line.startsWith("i "));
    }

    @Override
    public void close() throws IOException {
        imap.close();
    }
}
