package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.imap.Mailboxes;

class ListStatusTest {
    /** RFC 5819 §2: "a race condition between LIST and STATUS". */
    @Test
    void mailboxGoesBetweenListAndStatus() throws IOException {
        MemoryAccount account = new MemoryAccount(1000);
        account.use(Mailboxes.SpecialUse.TRASH, "Trash");
        Mailboxes mailboxes = account.open();
        Mailboxes racing = (Mailboxes) Proxy.newProxyInstance(
                Mailboxes.class.getClassLoader(), new Class<?>[] {Mailboxes.class}, (_, method, arguments) -> {
                    if (method.getName().equals("status") && arguments[0].equals("Trash")) {
                        account.delete("Trash");
                        return mailboxes.status("Trash");
                    }
                    return method.invoke(mailboxes, arguments);
                });
        ImapSession session = new ImapSession(
                racing,
                ImapExtensions.ALL,
                failure -> {
                    throw new AssertionError(failure);
                },
                InstantSource.system());
        RecordingOutput out = new RecordingOutput();
        session.received(
                ByteBuffer.wrap("a LIST \"\" * RETURN (STATUS (MESSAGES))\r\n".getBytes(StandardCharsets.US_ASCII)),
                out);
        assertEquals(
                "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
                        + "* STATUS INBOX (MESSAGES 0)\r\n"
                        + "* LIST (\\Noselect \\HasNoChildren \\Trash) \"/\" Trash\r\n"
                        + "a OK LIST completed\r\n",
                out.takeText());
        session.closed();
    }
}
