package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import waypost.identity.AccountId;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Member;

/** Moves all accounts of a volume forward, by new records of their counters, folders and items. Nobody else has the volume. One thread. */
final class Forwarding {
    /** Records of one commit, about. */
    private static final int BATCH = 1000;

    /** Commits on their way. */
    private static final int AHEAD = 64;

    private final Journal journal;
    private final Table table;
    private final RestoreJump jump;
    private final VolumeProgress.Listener listener;
    private final Deque<CompletableFuture<Position>> ends = new ArrayDeque<>();
    private final List<StateRecord> batch = new ArrayList<>();
    private long items;

    Forwarding(Journal journal, Table table, RestoreJump jump, VolumeProgress.Listener listener) {
        this.journal = journal;
        this.table = table;
        this.jump = jump;
        this.listener = listener;
    }

    /** The accounts of a volume, and the volume itself. */
    static TreeSet<Long> accounts(Table table) throws IOException {
        TreeSet<Long> accounts = new TreeSet<>(List.of(0L));
        table.scan(Family.VOLUME, VolumeKeys.byAccount(), (key, _) -> {
            accounts.add(VolumeKeys.accountByAccount(key));
            return true;
        });
        return accounts;
    }

    /** Answers how many items it has moved. */
    long run(Set<Long> accounts) throws IOException {
        long done = 0;
        for (long account : accounts) {
            forward(account, AccountReads.counters(table, account));
            listener.at(new VolumeProgress(VolumeProgress.Step.FORWARD, ++done, accounts.size()));
        }
        await(0);
        return items;
    }

    private void forward(long account, Counters before) throws IOException {
        put(jump.counters(account == 0 ? accountsIssued(before) : before));
        for (FolderState folder : AccountReads.folders(table, account).values()) {
            put(jump.folder(folder, before));
        }
        table.scan(Family.ACCOUNTS, Keys.items(account), (_, value) -> {
            if (Entry.of(value).state() instanceof Item item) {
                put(jump.item(item, before));
                items++;
            }
            return true;
        });
        for (Member member : AccountReads.all(table, Keys.members(account), Member.class)) {
            put(jump.member(member, before));
        }
        commit(account);
    }

    /** The counter of accounts is what their ids say; what comes after it is said by the volume's own record. */
    private Counters accountsIssued(Counters volume) throws IOException {
        long[] last = {volume.folderId()};
        table.scan(Family.VOLUME, VolumeKeys.byAccount(), (key, _) -> {
            last[0] = Math.max(last[0], counter(VolumeKeys.accountByAccount(key)));
            return true;
        });
        return new Counters(
                0,
                volume.version(),
                volume.itemNo(),
                Math.toIntExact(last[0]),
                volume.uidValidity(),
                volume.purged(),
                volume.forgotten());
    }

    /** Of an account that has come from elsewhere it is the counter of another volume: too high is as good. */
    private static long counter(long account) {
        return new AccountId(account).counter();
    }

    private void put(StateRecord record) throws IOException {
        batch.add(record);
        if (batch.size() >= BATCH) {
            commit(record.account());
        }
    }

    private void commit(long account) throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        for (byte[] operation : RecordCodec.pieces(batch, journal.operationBytes())) {
            ends.add(journal.append(
                    journal.term(),
                    new Change(account, ByteBuffer.wrap(operation), List.of(), Change.Growth.ESSENTIAL)));
        }
        batch.clear();
        await(AHEAD);
    }

    private void await(int left) throws IOException {
        while (ends.size() > left) {
            if (Commits.ended(ends.removeFirst()) instanceof Outcome.Refused<Position>(Outcome.Reason reason)) {
                throw new IOException("the journal refuses: " + reason);
            }
        }
    }
}
