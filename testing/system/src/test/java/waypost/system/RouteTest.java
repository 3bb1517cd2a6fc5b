package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Contents;
import waypost.system.Cluster.Member;

/** What the directory says of bob's node changes while mail comes in: his mailbox stays the one he has. */
@Tag("long")
class RouteTest {
    private static final int CONNECTIONS = Counts.of(4, 16);
    private static final int MESSAGES = Counts.of(16, 200);

    @TempDir
    static Path temp;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Files.writeString(
                    cluster.configuration(member),
                    "cache: {positive: 0ms, negative: 0ms, verifier: 0ms}\n",
                    StandardOpenOption.APPEND);
        }
        cluster.start();
    }

    /** Whatever the directory said, nobody has got a second record. */
    @AfterAll
    static void stop() throws IOException, InterruptedException {
        try (Cluster stopping = cluster) {
            assertEquals(new Contents(2, 0), stopping.contentsOfStopped(Member.STORE1), "alice and carol");
            assertEquals(new Contents(1, 0), stopping.contentsOfStopped(Member.STORE2), "bob");
        }
    }

    private interface Order {
        void give(Directory directory) throws LDAPException;
    }

    @Test
    void mailboxStaysTheOne() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "before", "bob"));
        Mailbox mailbox = mailbox().orElseThrow();
        List<Order> orders = List.of(
                directory -> directory.mailHost("bob", "store1"),
                directory -> directory.mailHost("bob"),
                directory -> directory.mailHost("bob", "no-such-node"),
                directory -> {
                    directory.mailHost("bob", "store1");
                    directory.mailHost("bob", "store2");
                },
                directory -> directory.mailHost("bob", "fe1"),
                directory -> directory.mailHost("bob", "store2"));
        try (Load load = new Load(cluster, CONNECTIONS);
                Directory directory = Directory.open(cluster)) {
            for (Order order : orders) {
                load.allow(MESSAGES);
                load.await(MESSAGES / 4);
                order.give(directory);
                load.await(MESSAGES - MESSAGES / 4);
                mailbox = mailbox().map(mailbox::checked).orElse(mailbox);
            }
            assertTrue(mailbox().map(mailbox::checked).isPresent(), "his node has him again");
            cluster.awaitHandedOn();
            Census census = Census.of(cluster, load.sent());
            Counts.tell("changed routes: " + census);
            assertTrue(census.clean(), census::toString);
            assertEquals(List.of(), load.permanentRefusals());
        }
    }

    /** RFC 5321 §3.3: the next transaction of a connection begins afresh, on a node that took no recipient of the one before too. */
    @Test
    void nodeThatOnlyReferredTakesTheNextMessage() throws Exception {
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "first", "carol", "bob"));
        try (Directory directory = Directory.open(cluster);
                LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp())) {
            directory.mailHost("carol", "store2");
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            for (String user : List.of("carol", "bob", "carol", "bob")) {
                smtp.smtp("MAIL FROM:<you@example.org>");
                assertEquals(
                        "250", smtp.smtp("RCPT TO:<" + user + "@example.test>").substring(0, 3));
                assertEquals("354", smtp.smtp("DATA").substring(0, 3));
                assertEquals(
                        "250", smtp.smtp("Subject: referred\r\n\r\ntext\r\n.").substring(0, 3));
            }
            directory.mailHost("carol", "store1");
        }
        assertEquals(2, Mail.count(cluster, "carol", "referred"));
        assertEquals(2, Mail.count(cluster, "bob", "referred"));
    }

    private record Mailbox(String validity, int exists) {
        Mailbox checked(Mailbox now) {
            assertEquals(validity, now.validity, "another mailbox");
            assertTrue(now.exists >= exists, "messages have gone: " + this + ", then " + now);
            return now;
        }
    }

    /** Bob's mailbox as he sees it; empty while he hears that it cannot be reached for now. */
    private static Optional<Mailbox> mailbox() throws IOException {
        List<String> refusal = new ArrayList<>();
        Optional<Inbox> inbox = Inbox.tryOpen(cluster, "bob", refusal);
        if (inbox.isEmpty()) {
            assertTrue(refusal.getFirst().startsWith("t NO [UNAVAILABLE] "), refusal::toString);
            return Optional.empty();
        }
        try (Inbox open = inbox.get()) {
            return Optional.of(new Mailbox(open.validity(), open.exists()));
        }
    }
}
