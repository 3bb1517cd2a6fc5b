package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.MailboxRight;
import waypost.protocol.imap.MailboxRights;
import waypost.store.Right;
import waypost.store.Rights;

/** A write of IMAP changes only what IMAP can express. */
class AclRightsTest {
    private static final Rights AUTHOR = Rights.of(
            Right.VISIBLE,
            Right.READ,
            Right.SEEN,
            Right.CREATE,
            Right.POST,
            Right.EDIT_OWN,
            Right.DELETE_OWN,
            Right.FREE_BUSY_TIME);

    private static MailboxRights letters(MailboxRight... letters) {
        return MailboxRights.of(letters);
    }

    @Test
    void anAuthorStaysOne() {
        MailboxRights shown = AclRights.shown(AUTHOR);
        assertEquals(
                letters(
                        MailboxRight.LOOKUP,
                        MailboxRight.READ,
                        MailboxRight.SEEN,
                        MailboxRight.INSERT,
                        MailboxRight.POST),
                shown);
        assertEquals(AUTHOR, AclRights.with(AUTHOR, shown));
        assertEquals(
                AUTHOR.without(Rights.of(Right.POST)),
                AclRights.with(AUTHOR, shown.without(letters(MailboxRight.POST))));
        assertEquals(
                AUTHOR.with(Rights.of(Right.DELETE_ANY)),
                AclRights.with(AUTHOR, shown.with(letters(MailboxRight.DELETE_MESSAGES))));
    }

    /** Who may do it to all messages may to his own; whoever may no longer has that taken from him with the rest. */
    @Test
    void whatGoesWithALetter() {
        Rights editor = AclRights.with(Rights.NONE, letters(MailboxRight.WRITE));
        assertEquals(Rights.of(Right.EDIT_ANY, Right.EDIT_OWN), editor);
        assertEquals(Rights.NONE, AclRights.with(editor, MailboxRights.NONE));
        MailboxRights remover = letters(MailboxRight.DELETE_MESSAGES, MailboxRight.EXPUNGE);
        Rights removes = Rights.of(Right.DELETE_ANY, Right.DELETE_OWN, Right.EXPUNGE);
        assertEquals(removes, AclRights.with(Rights.NONE, remover));
        assertEquals(Rights.of(Right.DELETE_ANY), AclRights.with(removes, letters(MailboxRight.DELETE_MESSAGES)));
        assertEquals(Rights.of(Right.EXPUNGE), AclRights.with(removes, letters(MailboxRight.EXPUNGE)));
    }

    @Test
    void eachLetterComesBack() {
        Stream.of(MailboxRight.values()).forEach(letter -> {
            MailboxRights one = letters(letter);
            assertEquals(one, AclRights.shown(AclRights.with(Rights.NONE, one)));
        });
        assertEquals(MailboxRights.ALL, AclRights.shown(Rights.ALL));
    }
}
