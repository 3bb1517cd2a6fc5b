package waypost.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.MailboxQuotas;
import waypost.store.Account;
import waypost.store.Right;

/**
 * The quota of the user's own account and those of others into which he looks: each account is one root, called by what stands before the names of its
 * mailboxes. RFC 9208 §6: who may read a mailbox is told how full its root is.
 */
record NodeQuotas(Account account, StoreMailboxes own, Finder finder, SharedAccounts shared) implements MailboxQuotas {
    /** Finds what serves a mailbox. */
    @FunctionalInterface
    interface Finder {
        StoreMailboxes at(String mailbox) throws IOException;
    }

    @Override
    public Optional<Quota> quota(String root) throws IOException {
        if (root.equals(StoreQuotas.ROOT)) {
            return own.quota().quota(root);
        }
        for (Branch branch : shared.branches(account)) {
            if (StoreQuotas.root(branch).equals(root) && mayRead(branch)) {
                return new StoreQuotas(branch).quota(root);
            }
        }
        return Optional.empty();
    }

    private static boolean mayRead(Branch branch) throws IOException {
        for (var folder : branch.access().folders()) {
            if (branch.access().rights(folder.id()).has(Right.READ)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> roots(String mailbox) throws IOException {
        return finder.at(mailbox).quota().roots(mailbox);
    }

    @Override
    public long deletedOctets(String mailbox) throws IOException {
        return finder.at(mailbox).quota().deletedOctets(mailbox);
    }
}
