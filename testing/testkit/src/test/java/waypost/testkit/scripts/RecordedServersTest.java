package waypost.testkit.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.NodeLogin.Step;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.pop3.Pop3Upstream;
import waypost.testkit.RecordingOutput;

/**
 * What real servers have said to MailKit, under WAYPOST_DATA. There are no commands to it, so it cannot be played to our server; it is for those parts of ours
 * that listen: the front end logs in at foreign nodes that greet and answer so, and the reader of the script players understands each answer. What is
 * behind a log-in a front end passes on, and reads nothing of it.
 */
class RecordedServersTest {
    private static final AccountName ALICE = new AccountName("alice", "example.com");
    private static final Proof PASSWORD = new Proof.Password(new Secret("pw"));

    /** Tags are left out in the records. */
    private static final String TAG = "A########";

    private static Map<String, String> records(String protocol) {
        Map<String, String> records = new TreeMap<>();
        Optional<Path> folder = Optional.ofNullable(System.getenv("WAYPOST_DATA"))
                .map(data -> Path.of(data, "imap-transcripts/jstedfast_MailKit", protocol, "Resources"));
        folder.ifPresent(there -> {
            try (Stream<Path> files = Files.walk(there)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text =
                            Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
                    String whole = text.endsWith("\n") || text.isEmpty() ? text : text + "\n";
                    records.put(
                            there.relativize(file).toString().replace(".txt", ""),
                            whole.replace("\n", "\r\n").replace(TAG, "A"));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            assertFalse(records.isEmpty());
        });
        return records;
    }

    @TestFactory
    Stream<DynamicTest> eachImapAnswerIsUnderstood() {
        return records("Imap").entrySet().stream()
                .map(record -> DynamicTest.dynamicTest(record.getKey(), () -> {
                    List<Response> responses = Response.read(record.getValue());
                    assertTrue(responses.stream()
                            .allMatch(response -> List.of("*", "+", "A").contains(response.tag())));
                }));
    }

    @TestFactory
    Stream<DynamicTest> logsInAtImapServers() {
        Map<String, String> records = records("Imap");
        return records.keySet().stream()
                .filter(name -> name.endsWith("greeting"))
                .flatMap(greeting -> {
                    String server = greeting.substring(0, greeting.indexOf('/') + 1);
                    List<String> answers = records.keySet().stream()
                            .filter(name -> name.startsWith(server + "authenticate"))
                            .toList();
                    return answers.isEmpty()
                            ? Stream.of(imap(greeting, said(records, greeting), "A OK [CAPABILITY IMAP4rev1] done\r\n"))
                            : answers.stream()
                                    .map(answer -> imap(
                                            greeting + " " + answer, said(records, greeting), said(records, answer)));
                });
    }

    private static String said(Map<String, String> records, String name) {
        return records.getOrDefault(name, "");
    }

    private static DynamicTest imap(String name, String greeting, String answer) {
        return DynamicTest.dynamicTest(name, () -> {
            Step step = listen(new ImapUpstream(ALICE, PASSWORD, Forwarded.NONE, Opening.GREETING), greeting + answer);
            if (greeting.startsWith("* PREAUTH")) { // as somebody whom nobody has named
                assertInstanceOf(Step.Broken.class, step);
            } else {
                Step.LoggedIn in = assertInstanceOf(Step.LoggedIn.class, step);
                assertEquals(answer.contains("CAPABILITY"), in.capabilities().contains("IMAP4rev1"), in.toString());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> logsInAtPop3Servers() {
        return records("Pop3").entrySet().stream()
                .filter(record -> record.getKey().endsWith("greeting"))
                .map(record -> DynamicTest.dynamicTest(record.getKey(), () -> {
                    Step step = listen(
                            new Pop3Upstream(ALICE, PASSWORD, Forwarded.NONE, Opening.GREETING),
                            record.getValue() + "+OK logged in\r\n");
                    Class<? extends Step> expected =
                            record.getValue().startsWith("+OK") ? Step.LoggedIn.class : Step.Broken.class;
                    assertInstanceOf(expected, step);
                }));
    }

    /** As a whole, and octet by octet. */
    private static Step listen(NodeLogin login, String said) throws IOException {
        RecordingOutput out = new RecordingOutput();
        login.connected(out);
        ByteBuffer octets = ByteBuffer.wrap(said.getBytes(StandardCharsets.ISO_8859_1));
        octets.limit(0);
        Step step = login.receive(octets, out);
        while (step instanceof Step.More && octets.limit() < octets.capacity()) {
            octets.limit(octets.limit() + 1);
            step = login.receive(octets, out);
        }
        return step;
    }
}
