package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.store.Account;
import waypost.store.PropertyChange;
import waypost.store.QuotaLimits;

/** What clients hear of a quota that is used up, or is none. */
class QuotaTest {
    @TempDir
    private Path folder;

    private StoreWorld world;
    private Account account;
    private Dialogue imap;

    @BeforeEach
    void open() throws IOException {
        world = new StoreWorld(folder);
        account = world.account("alice");
        imap = new Dialogue(StoreWorld.sessions().imap(account));
    }

    @AfterEach
    void close() throws IOException {
        imap.close();
        world.close();
    }

    private void limit(PropertyChange... limits) throws IOException {
        StoreWorld.done(account.properties().change(List.of(limits)));
    }

    private void hears(String wanted, String command) throws IOException {
        Dialogue.has(imap.say(command), wanted);
    }

    /** RFC 9208 §4.3.1: OVERQUOTA; an APPEND is refused before its message comes. */
    @Test
    void overQuota() throws IOException {
        limit(QuotaLimits.own(QuotaLimits.STORAGE, 3000), QuotaLimits.own(QuotaLimits.MESSAGES, 3));
        hears("a OK", "a APPEND INBOX {2000+}\r\n" + "x".repeat(2000) + "\r\n");
        assertEquals("b NO [OVERQUOTA] Over quota\r\n", imap.say("b APPEND INBOX {1001}\r\n"));
        hears("a OK", "a APPEND INBOX {1000+}\r\n" + "x".repeat(1000) + "\r\n");
        hears("* QUOTA \"\" (STORAGE 3 3 MESSAGE 2 3)", "c GETQUOTA \"\"\r\n");
        imap.say("s SELECT INBOX\r\n");
        hears("d NO [OVERQUOTA]", "d COPY 2 Archive\r\n");
        hears("e OK", "e MOVE 2 Archive\r\n");
        hears("f OK", "f REPLACE 1 INBOX {1500+}\r\n" + "y".repeat(1500) + "\r\n");
        hears("g NO [OVERQUOTA]", "g REPLACE 1 INBOX {2001+}\r\n" + "y".repeat(2001) + "\r\n");
        hears("h OK", "h APPEND INBOX {1+}\r\nx\r\n");
        assertEquals("i NO [OVERQUOTA] Over quota\r\n", imap.say("i APPEND INBOX {1}\r\n"));
    }

    /** RFC 3502: all messages or none. */
    @Test
    void severalMessages() throws IOException {
        limit(QuotaLimits.own(QuotaLimits.MESSAGES, 1));
        hears("a NO [OVERQUOTA]", "a APPEND INBOX {1+}\r\nx {1+}\r\ny\r\n");
        hears("* QUOTA \"\" (STORAGE 0 4194304 MESSAGE 0 1)", "b GETQUOTA \"\"\r\n");
    }

    /** RFC 9208 §7: a root has one resource at least. §4.2.1: "Resources not named in the list are not limited in the quota root." */
    @Test
    void unlimited() throws IOException {
        limit(
                QuotaLimits.own(QuotaLimits.STORAGE, QuotaLimits.NONE),
                QuotaLimits.own(QuotaLimits.MESSAGES, QuotaLimits.NONE));
        hears("a NO [NONEXISTENT]", "a GETQUOTA \"\"\r\n");
        assertEquals("* QUOTAROOT INBOX\r\nb OK GETQUOTAROOT completed\r\n", imap.say("b GETQUOTAROOT INBOX\r\n"));
        limit(QuotaLimits.own(QuotaLimits.MESSAGES, 5));
        hears("* QUOTA \"\" (MESSAGE 0 5)", "a GETQUOTA \"\"\r\n");
    }
}
