package waypost.access;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.protocol.imap.MailboxQuotas;
import waypost.protocol.imap.Mailboxes.NoSuch;
import waypost.store.Account;
import waypost.store.Right;

/**
 * The quota of the user's own account and those of others into which he looks: each account is a root, called by what stands before the names of its
 * mailboxes, and each mailbox with limits of its own is another. RFC 9208 §6: who may read a mailbox is told how full its roots are.
 */
record NodeQuotas(Account account, StoreMailboxes own, Finder finder, SharedAccounts shared) implements MailboxQuotas {
    /** Finds what serves a mailbox. */
    @FunctionalInterface
    interface Finder {
        Optional<StoreMailboxes> serving(String mailbox) throws IOException;
    }

    private StoreQuotas at(String mailbox) throws IOException {
        return finder.serving(mailbox).orElseThrow(() -> new NoSuch(mailbox)).quota();
    }

    @Override
    public Optional<Quota> quota(String root) throws IOException {
        if (root.equals(StoreQuotas.ROOT)) {
            return own.quota().quota(root);
        }
        Optional<Branch> others = others(root);
        if (others.isPresent()) {
            return new StoreQuotas(others.get()).quota(root);
        }
        Optional<StoreMailboxes> mailboxes = finder.serving(root);
        return mailboxes.isPresent() ? mailboxes.get().quota().quota(root) : Optional.empty();
    }

    /** The account of others whose root that is, if he may be told of it. */
    private Optional<Branch> others(String root) throws IOException {
        for (Branch branch : shared.branches(account)) {
            if (StoreQuotas.root(branch).equals(root) && mayRead(branch)) {
                return Optional.of(branch);
            }
        }
        return Optional.empty();
    }

    @Override
    public void limit(String root, Map<Resource, Long> limits) throws IOException {
        if (root.equals(StoreQuotas.ROOT) || others(root).isPresent()) {
            throw StoreQuotas.systemLimit();
        }
        at(root).limit(root, limits);
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
        return at(mailbox).roots(mailbox);
    }

    @Override
    public long deletedOctets(String mailbox) throws IOException {
        return at(mailbox).deletedOctets(mailbox);
    }
}
