package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.imap.ImapExtensions;
import waypost.testkit.MemorySession.Feeding;

/** Mailboxes in memory lack ports of the store: what needs them is neither announced nor understood. */
class PortsTest {
    @ParameterizedTest
    @CsvSource({
        "METADATA, GETMETADATA INBOX /shared/x",
        "LIST-METADATA, LIST \"\" % RETURN (METADATA (/shared/x))",
        "NOTIFY, NOTIFY NONE",
        "QUOTA, GETQUOTAROOT INBOX",
        "QUOTASET, SETQUOTA INBOX ()",
        "QUOTA=RES-MESSAGE, GETQUOTA \"\"",
        "QUOTA=RES-STORAGE, STATUS INBOX (DELETED-STORAGE)"
    })
    void withoutThePortThereIsNoExtension(String capability, String command) throws IOException {
        try (MemorySession session = new ImapFixture(ImapFixture.SECURE, Feeding.WHOLE).session()) {
            session.send(("a CAPABILITY\r\nb " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            List<String> lines = List.of(new String(session.take(), StandardCharsets.ISO_8859_1).split("\r\n"));
            assertFalse(List.of(lines.getFirst().split(" ")).contains(capability), lines::toString);
            assertTrue(lines.getLast().startsWith("b BAD "), lines::toString);
        }
        assertTrue(ImapExtensions.ALL
                .capabilities(new MemoryAccount(1).largestMessage())
                .contains(capability));
    }
}
