package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountId;
import waypost.identity.Ownership;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;

/**
 * What a volume keeps of an account that has moved to another one: all of it for a time, then its record and its numbers. The account is no business of this volume
 * any more and may come back at any time, so nothing may count as a change of it: each thing gets a tombstone of the thing's own version, which what comes
 * back replaces, as it is as new and later, or newer. One thread.
 */
final class LeftCopy {
    private static final int TOGETHER = 4096;

    private final VolumeCore volume;
    private final AccountId id;

    LeftCopy(VolumeCore volume, AccountId id) {
        this.volume = volume;
        this.id = id;
    }

    /** Whether the volume has a copy of the account that it does not serve any more, and since when. */
    static Optional<Instant> since(Table table, long account) throws IOException {
        return AccountReads.owned(table, account)
                .filter(owned -> owned.ownership().state() instanceof Ownership.State.MovedTo)
                .map(owned -> Instant.ofEpochSecond(owned.endedAt()));
    }

    /** Answers how many things went; 0 when nothing is left, or when the account is on its way back. */
    Outcome<Integer> step() throws IOException {
        Outcome<Integer> step = volume.arrivals().unless(id.value(), this::away).orElse(Outcome.done(0));
        if (step instanceof Outcome.Done<Integer>(Integer things) && things > 0) {
            volume.account(id).head().reread();
        } else {
            volume.search().forget(id.value());
        }
        return step;
    }

    private Outcome<Integer> away() throws IOException {
        if (since(volume.table(), id.value()).isEmpty()) {
            return Outcome.done(0);
        }
        List<StateRecord> gone = gone();
        return gone.isEmpty()
                ? Outcome.done(0)
                : volume.commits()
                        .copy(id.value(), gone, Change.Growth.ESSENTIAL)
                        .map(_ -> gone.size());
    }

    private List<StateRecord> gone() throws IOException {
        List<StateRecord> gone = new ArrayList<>();
        volume.table().scan(Family.ACCOUNTS, Keys.account(id.value()), (key, value) -> {
            if (Keys.isThing(key)) {
                gone(Entry.of(value).state()).ifPresent(gone::add);
            }
            return gone.size() < TOGETHER;
        });
        return gone;
    }

    /** What is to be in its place; empty for what stays, or goes with something else. */
    private static Optional<StateRecord> gone(StateRecord state) {
        long account = state.account();
        long version = state.version();
        return switch (state) {
            case Item item -> Optional.of(new ItemGone(account, version, item.itemNo(), item.folderId(), item.uid()));
            case ItemGone gone ->
                gone.last().map(_ -> new ItemGone(account, version, gone.itemNo(), gone.folderId(), gone.uid()));
            case FolderState folder -> Optional.of(new FolderGone(account, version, folder.folderId()));
            case FolderGone gone -> gone.last().map(_ -> new FolderGone(account, version, gone.folderId()));
            case StateRecord.PropertyState property ->
                Optional.of(new StateRecord.PropertyGone(account, version, property.key()));
            case StateRecord.Member member ->
                Optional.of(new StateRecord.MemberGone(account, version, member.folderId(), member.itemNo()));
            case StateRecord.Keywords keywords ->
                keywords.names().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StateRecord.Keywords(account, version, List.of()));
            case StateRecord.Subscriptions names ->
                names.names().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StateRecord.Subscriptions(account, version, List.of()));
            case StateRecord _ -> Optional.empty();
        };
    }
}
