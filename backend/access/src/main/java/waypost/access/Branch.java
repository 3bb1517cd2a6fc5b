package waypost.access;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.NoSuch;
import waypost.store.Access;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.Outcome;
import waypost.store.Right;

/**
 * A part of the tree of names that a user sees: an account, and what stands before the names of its folders. Who has no right to what he asks for is told
 * that there is no such mailbox, unless LIST tells him of it (RFC 4314 §6).
 *
 * @param prefix with the separator at its end; empty for the user's own
 */
record Branch(Kind kind, String prefix, Access access) {
    /** RFC 2342 §1. */
    enum Kind {
        PERSONAL,
        OTHERS,
        SHARED
    }

    static Branch own(Account account) {
        return new Branch(Kind.PERSONAL, "", account.own());
    }

    Account account() {
        return access.account();
    }

    boolean personal() {
        return kind == Kind.PERSONAL;
    }

    /** The name of a mailbox within the account. */
    String local(String name) throws NoSuch {
        if (!name.startsWith(prefix)) {
            throw new NoSuch(name);
        }
        return name.substring(prefix.length());
    }

    String name(Folder folder) {
        return prefix + folder.name();
    }

    /** Folders of mail; an account that nobody logs in to has an INBOX only because each has. */
    boolean shows(Folder folder) {
        return folder.type().isMail() && (kind != Kind.SHARED || folder.id() != Folder.INBOX);
    }

    /** A mailbox in which the user has one of these rights. */
    Folder folder(String name, Right... anyOf) throws IOException {
        Folder folder = account().folder(local(name)).filter(this::shows).orElseThrow(() -> new NoSuch(name));
        boolean may = personal()
                || Stream.of(anyOf).anyMatch(access.rights(folder.id()).set()::contains);
        if (!may) {
            throw refusal(folder, anyOf[0]);
        }
        return folder;
    }

    private MailboxException refusal(Folder folder, Right right) throws IOException {
        Optional<Outcome.Reason> why = access.refusal(folder.id(), right);
        return Refusals.exception(why.orElse(Outcome.Reason.NO_SUCH_FOLDER), name(folder));
    }

    /** Refuses who has not this right, or not any more. */
    void require(Folder folder, Right right) throws IOException {
        if (!personal() && access.refusal(folder.id(), right).isPresent()) {
            throw refusal(folder, right);
        }
    }
}
