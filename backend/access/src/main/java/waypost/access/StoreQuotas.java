package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.protocol.imap.MailboxQuotas;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.NoSuch;
import waypost.store.Account;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderSnapshot;
import waypost.store.OpenFolder;
import waypost.store.QuotaLimits;
import waypost.store.Right;
import waypost.store.Usage;

/**
 * The quota of an account, which all its mailboxes share, and those of its mailboxes that have limits of their own: each is a root by its own name. The limit
 * of messages in any one folder is told of with those only.
 */
final class StoreQuotas implements MailboxQuotas {
    /** RFC 9208 §4.2.1 has an example with this name. */
    static final String ROOT = "";

    private final Branch branch;
    private final Account account;

    StoreQuotas(Branch branch) {
        this.branch = branch;
        this.account = branch.account();
    }

    /** Names the root of an account: as its mailboxes begin. */
    static String root(Branch branch) {
        return branch.personal()
                ? ROOT
                : branch.prefix().substring(0, branch.prefix().length() - 1);
    }

    @Override
    public Optional<Quota> quota(String root) throws IOException {
        try {
            waypost.store.Quota quota = root.equals(root(branch))
                    ? account.quota()
                    : account.quota(branch.folder(root, Right.READ).id()); // RFC 9208 §6
            return limited(quota.limits()) ? Optional.of(told(root, quota)) : Optional.empty();
        } catch (NoSuch unknown) {
            return Optional.empty();
        }
    }

    private static Quota told(String root, waypost.store.Quota quota) {
        Usage usage = quota.usage();
        List<Limited> resources = new ArrayList<>();
        if (quota.limits().storage() != QuotaLimits.NONE) {
            resources.add(
                    new Limited(Resource.STORAGE, usage.octets(), quota.limits().storage()));
        }
        if (quota.limits().messages() != QuotaLimits.NONE) {
            resources.add(new Limited(
                    Resource.MESSAGE, usage.messages(), quota.limits().messages()));
        }
        return new Quota(root, List.copyOf(resources));
    }

    @Override
    public List<String> roots(String mailbox) throws IOException {
        Optional<Folder> folder = branch.personal()
                ? account.folder(mailbox).filter(branch::shows)
                : Optional.of(branch.folder(mailbox, Right.READ)); // RFC 9208 §6
        List<String> roots = new ArrayList<>();
        if (limited(account.quota().limits())) {
            roots.add(root(branch));
        }
        if (folder.isPresent() && limited(account.quota(folder.get().id()).limits())) {
            roots.add(branch.name(folder.get()));
        }
        return List.copyOf(roots);
    }

    /** RFC 9208 §6: takes the right "a". An account's own limits are its administrator's. */
    @Override
    public void limit(String root, Map<Resource, Long> limits) throws IOException {
        if (root.equals(root(branch))) {
            throw systemLimit();
        }
        int folderId = branch.folder(root, Right.OWNER).id();
        long storage = limits.getOrDefault(Resource.STORAGE, QuotaLimits.NONE);
        long messages = limits.getOrDefault(Resource.MESSAGE, QuotaLimits.NONE);
        Refusals.done(account.properties().change(QuotaLimits.ofFolder(folderId, storage, messages)), root);
    }

    /** RFC 9208 §4.1.3 has an example. */
    static MailboxException systemLimit() {
        return new MailboxException("NOPERM", "Limits of accounts are set by the administrator");
    }

    /** RFC 9208 §7, quota-list: a root has a limit of something. */
    private static boolean limited(QuotaLimits limits) {
        return limits.storage() != QuotaLimits.NONE || limits.messages() != QuotaLimits.NONE;
    }

    @Override
    public long deletedOctets(String mailbox) throws IOException {
        Folder folder = branch.folder(mailbox, Right.READ);
        if (account.counts(folder.id()).orElseThrow(() -> new NoSuch(mailbox)).deleted() == 0) {
            return 0;
        }
        try (OpenFolder opened = account.open(folder.id(), _ -> {}).orElseThrow(() -> new NoSuch(mailbox))) {
            return opened.read(StoreQuotas::deletedOctets);
        }
    }

    private static long deletedOctets(FolderSnapshot messages) {
        long octets = 0;
        for (int i = 0; i < messages.size(); i++) {
            octets += messages.flags(i).has(Flags.DELETED) ? messages.octets(i) : 0;
        }
        return octets;
    }
}
