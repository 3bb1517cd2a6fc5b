package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.MailboxQuotas;
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
 * The quota of an account, which all its mailboxes share. The limit of messages in any one folder is not told of: each folder would have to be a root of its
 * own for that.
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
        if (!root.equals(root(branch)) || !limited(account.quota().limits())) {
            return Optional.empty();
        }
        waypost.store.Quota quota = account.quota();
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
        return Optional.of(new Quota(root, List.copyOf(resources)));
    }

    @Override
    public List<String> roots(String mailbox) throws IOException {
        if (!branch.personal()) {
            branch.folder(mailbox, Right.READ); // RFC 9208 §6
        }
        return limited(account.quota().limits()) ? List.of(root(branch)) : List.of();
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
