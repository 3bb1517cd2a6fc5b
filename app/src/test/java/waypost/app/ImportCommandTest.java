package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.Site.Ended;

/** {@code waypost import}, into an account of a node in this process. */
final class ImportCommandTest {
    private static final String PLAIN = "Subject: plain\nDate: Tue, 3 Feb 2009 04:05:06 +0100\n\nHello\n";

    @TempDir
    private Path folder;

    @TempDir
    private Path mail;

    private Site site;
    private int open;

    @BeforeEach
    void site() throws IOException {
        site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
    }

    private void listening() throws IOException {
        int imap = unusedPort();
        open = unusedPort();
        Files.writeString(Path.of(site.config()), Files.readString(Path.of(site.config())) + """
                services:
                  imap:
                    listeners:
                      - {address: "127.0.0.1:%1$d", tls: implicit, internal: true}
                      - {address: "127.0.0.1:%2$d", tls: none, clear-passwords: true}
                nodes: [{name: mail1, imap: "127.0.0.1:%1$d"}]
                trusted-peers: [{name: mail1, networks: [127.0.0.0/8]}]
                """.formatted(imap, open));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = mail.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    private Ended imported(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("import", "--account", "anna@example.net", "--config", site.config()));
        arguments.addAll(List.of(more));
        return site.run(arguments.toArray(String[]::new));
    }

    private void writeAllKinds() throws IOException {
        write("box/1.eml", PLAIN);
        write("box/2", "Subject: no date\r\n\r\nHello\r\n");
        Files.setLastModifiedTime(mail.resolve("box/2"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        write("box/3.mbox", """
                From anna@example.net Fri Mar  5 06:07:08 2010
                Subject: first

                >From afar
                >>From further

                From - Sat Mar  6 06:07:08 2010
                Subject: second

                End
                """);
        write("maildir/cur/1.a:2,FRS", "Subject: kept\n\nx\n");
        write("maildir/new/2.a", "Subject: new\n\nx\n");
        write("maildir/.Work.M&APw-nchen/cur/3.a:2,DPT", "Subject: below\n\nx\n");
        Files.createDirectories(mail.resolve("maildir/tmp"));
        write("maildir/dovecot-uidlist", "3 V1 N1\n");
    }

    @Test
    void messagesMboxAndMaildir() throws Exception {
        listening();
        writeAllKinds();
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(
                    new Ended(Main.DONE, "imported 4, skipped 0\n", ""),
                    imported("--mboxrd", mail.resolve("box").toString()));
            assertEquals(
                    new Ended(Main.DONE, "imported 3, skipped 0\n", ""),
                    imported("--folder", "Old", mail.resolve("maildir").toString()));
            try (Mailbox mailbox = Mailbox.open(open, "anna@example.net")) {
                assertEquals(
                        List.of(
                                "()  3-Feb-2009 04:05:06 +0100 Subject: plain|Date: Tue, 3 Feb 2009 04:05:06 +0100||Hello|",
                                "()  3-Feb-2001 04:05:06 +0000 Subject: no date||Hello|",
                                "()  5-Mar-2010 06:07:08 +0000 Subject: first||From afar|>From further|",
                                "()  6-Mar-2010 06:07:08 +0000 Subject: second||End|"),
                        mailbox.messages("INBOX"));
                assertEquals(List.of("(\\Answered \\Flagged \\Seen)", "()"), mailbox.flags("Old"));
                assertEquals(List.of("($Forwarded \\Deleted \\Draft)"), mailbox.flags("Old/Work/M&APw-nchen"));
            }
        }
    }

    @Test
    void goesOnAfterWhatCannotBe() throws Exception {
        listening();
        Path nul = write("1.eml", "Subject: nul\n\na\0b\n");
        Path other = write("2.bin", "what is this");
        Path good = write("3.eml", PLAIN);
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            Ended ended = imported("--folder", "New", mail.toString());
            assertEquals(
                    new Ended(
                            Main.FAILED,
                            "imported 1, skipped 2\n",
                            nul + ": [CANNOT] Message contains NUL octets\n" + other
                                    + ": neither a message nor an mbox file\n"),
                    ended);
            assertEquals(Main.DONE, imported(good.toString()).status());
        }
    }

    /** More than may wait to leave at once, twice over. */
    @Test
    void largeMessage() throws Exception {
        listening();
        Path large = write("large.eml", PLAIN + "0123456789abcdef0123456789abcdef\n".repeat(100_000));
        try (Node node = Node.start(Configured.read(Path.of(site.config())))) {
            assertEquals(new Ended(Main.DONE, "imported 1, skipped 0\n", ""), imported(large.toString()));
            try (Mailbox mailbox = Mailbox.open(open, "anna@example.net")) {
                assertEquals(List.of(PLAIN.length() + 4 + 34 * 100_000), mailbox.sizes("INBOX"));
            }
        }
    }

    @Test
    void saysWhatTheConfigurationNeeds() throws Exception {
        Path good = write("1.eml", PLAIN);
        Ended ended = imported(good.toString());
        assertEquals(Main.WRONG, ended.status());
        assertTrue(ended.err().contains("nodes: [{name: mail1, imap: "), ended.err());
        assertTrue(ended.err().contains("trusted-peers: [{name: mail1, networks: "), ended.err());
    }

    @Test
    void nodeThatDoesNotRun() throws Exception {
        listening();
        Ended ended = imported(write("1.eml", PLAIN).toString());
        assertEquals(Main.FAILED, ended.status());
        assertTrue(ended.err().startsWith("Node mail1 at 127.0.0.1:"), ended.err());
    }

    @Test
    void unknownAccountAndMissingFile() throws Exception {
        Path good = write("1.eml", PLAIN);
        Ended unknown =
                site.run("import", "--account", "nobody@example.net", "--config", site.config(), good.toString());
        assertEquals(new Ended(Main.FAILED, "", "There is no account nobody@example.net.\n"), unknown);
        Path missing = mail.resolve("none");
        assertEquals(new Ended(Main.WRONG, "", "There is no " + missing + ".\n"), imported(missing.toString()));
    }
}
