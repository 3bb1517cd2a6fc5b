package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import waypost.identity.AccountId;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Owned;

/**
 * Compares accounts as a backup has them with what was written of them then, and with a volume. Flags, folders and what has come or gone since are no differences.
 * One thread.
 */
final class BackupComparison {
    /** Messages of the volume that are looked at together, so that nobody waits for its index. */
    private static final int PAGE = 1000;

    private final Table backup;
    private final Bodies bodies;
    private final Optional<Counterpart> volume;
    private final VolumeProgress.Listener listener;
    private final Differences differences;
    private long accounts;
    private long messages;
    private long octets;
    private long there;
    private long looked;

    /** What is wrong with a body as the backup has it. */
    @FunctionalInterface
    interface Bodies {
        Optional<String> damage(StoredBody body) throws IOException;
    }

    /** Is told of each difference in a sentence. */
    @FunctionalInterface
    interface Differences {
        void add(String sentence);
    }

    /** @param backup its index */
    BackupComparison(
            Table backup,
            Bodies bodies,
            Optional<Counterpart> volume,
            VolumeProgress.Listener listener,
            Differences differences) {
        this.backup = backup;
        this.bodies = bodies;
        this.volume = volume;
        this.listener = listener;
        this.differences = differences;
    }

    /** What the backup has of an account. */
    void account(long account) throws IOException {
        accounts++;
        backup.scan(Family.ACCOUNTS, Keys.items(account), (_, value) -> {
            if (Entry.of(value).state() instanceof Item item) {
                compare(item);
            }
            return true;
        });
    }

    private void compare(Item item) throws IOException {
        messages++;
        octets += item.size();
        Optional<String> damage = bodies.damage(item.body());
        if (damage.isPresent()) {
            tell(backup, item, "its octets in the backup are damaged: " + damage.get());
        }
        if (volume.isPresent()) {
            Optional<Item> same = AccountReads.item(volume.get().table(), item.account(), item.itemNo());
            there += same.isPresent() ? 1 : 0;
            if (same.filter(other -> !sameOctets(item, other)).isPresent()) {
                tell(backup, item, "the volume has another message of this number");
            }
        }
        looked();
    }

    private void looked() throws IOException {
        listener.at(new VolumeProgress(VolumeProgress.Step.MESSAGES, ++looked, 0));
    }

    private static boolean sameOctets(Item one, Item other) {
        return one.body().alike(other.body()) && one.prefix().equals(other.prefix());
    }

    /**
     * What the volume has of an account, and had when the backup was taken: no number is given out again, so it cannot have gone and come back. Of an account
     * that was not all there then, or was going, the backup may lack something.
     *
     * @param now the volume that the backup is of
     */
    void missing(long account, Table now) throws IOException {
        Optional<Owned> owned = AccountReads.owned(backup, account);
        if (owned.filter(then -> then.ownership().serves()).isEmpty()) {
            return;
        }
        long taken = AccountReads.counters(backup, account).version();
        List<Item> page = AccountReads.items(now, account, 0, PAGE);
        while (!page.isEmpty()) {
            for (Item item : page) {
                if (item.history().created() <= taken
                        && AccountReads.item(backup, account, item.itemNo()).isEmpty()) {
                    tell(now, item, "it is not in the backup, though it is older");
                }
                looked();
            }
            page = AccountReads.items(now, account, page.getLast().itemNo() + 1, PAGE);
        }
    }

    /**
     * Accounts whose records were in the journal already.
     *
     * @param now the volume that the backup is of
     */
    void missingAccounts(Table now) throws IOException {
        TreeSet<Long> missing = Forwarding.accounts(now);
        missing.removeAll(Forwarding.accounts(backup));
        long through = AccountIndex.applied(backup);
        for (long account : missing) {
            Optional<byte[]> owned = now.get(Family.ACCOUNTS, Keys.owned(account));
            if (owned.isPresent() && Entry.position(owned.get()).entry() <= through) {
                differences.add(name(now, account) + ": the account is not in the backup, though it is older");
            }
        }
    }

    private void tell(Table from, Item item, String what) throws IOException {
        Map<Integer, FolderState> folders = AccountReads.folders(from, item.account());
        String folder = Optional.ofNullable(folders.get(item.folderId()))
                .map(state -> new FolderTree(folders).folder(state).name())
                .orElse("a folder that is not there");
        differences.add(name(from, item.account()) + ", " + folder + ", UID " + item.uid() + ": " + what);
    }

    private static String name(Table from, long account) throws IOException {
        return AccountReads.owned(from, account)
                .map(owned -> owned.ownership().name().toString())
                .orElse(new AccountId(account).toString());
    }

    /** @param leftOut what could not be compared */
    BackupVerification.Compared compared(String leftOut) {
        return new BackupVerification.Compared(accounts, messages, octets, there, leftOut);
    }
}
