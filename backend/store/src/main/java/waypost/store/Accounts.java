package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;

/** What this node knows of the accounts it has or ever had, over all open volumes. Safe for threads; {@code find} never blocks. */
public final class Accounts {
    private final Store store;
    private final ReentrantLock creating = new ReentrantLock();
    private final ReentrantLock moving = new ReentrantLock();

    Accounts(Store store) {
        this.store = store;
    }

    public Optional<Ownership> find(AccountId id) {
        return best(ownerships -> ownerships.find(id));
    }

    /** One that serves before one that does not. */
    public Optional<Ownership> find(DirectoryId id) {
        return best(ownerships -> ownerships.find(id));
    }

    /** All that have this name by what they were last told, in whatever state. */
    public List<Ownership> named(AccountName name) {
        return store.volumes().stream()
                .flatMap(volume -> volume.ownerships().named(name).stream())
                .toList();
    }

    public List<Ownership> all() {
        List<Ownership> all = new ArrayList<>();
        store.volumes().forEach(volume -> all.addAll(volume.ownerships().all()));
        return all;
    }

    /** Where the account is: it may have been on other volumes before. */
    public Optional<Volume> volume(AccountId id) {
        List<Volume> known = store.volumes().stream()
                .filter(volume -> volume.ownerships().find(id).isPresent())
                .toList();
        Comparator<Volume> newest = Comparator.comparingLong(
                volume -> volume.ownerships().find(id).map(Ownership::epoch).orElse(0L));
        return known.stream()
                .filter(volume ->
                        volume.ownerships().find(id).filter(Ownership::serves).isPresent())
                .max(newest)
                .or(() -> known.stream().findFirst());
    }

    /** Whether another volume says that the account is, or was last, its own. */
    boolean hasMovedFrom(AccountId id, Volume left) {
        long epoch = left.ownerships().find(id).map(Ownership::epoch).orElse(Long.MAX_VALUE);
        return store.volumes().stream()
                .filter(volume -> volume != left)
                .flatMap(volume -> volume.ownerships().find(id).stream())
                .anyMatch(other ->
                        other.epoch() >= epoch && (other.serves() || other.state() instanceof Ownership.State.Gone));
    }

    /** Where this is what is known of the account. */
    public Optional<Volume> volume(Ownership record) {
        return store.volumes().stream()
                .filter(volume -> volume.ownerships()
                        .find(record.id())
                        .filter(record::equals)
                        .isPresent())
                .findFirst();
    }

    /** Empty when this node does not serve it. */
    public Optional<Account> open(AccountId id) throws IOException {
        Optional<Volume> volume = volume(id);
        if (volume.filter(here -> here.settled(id)).isEmpty()
                || find(id).filter(Ownership::serves).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(volume.get().account(id));
    }

    /** The same, as somebody sees it: its owner, or another. */
    public Optional<Access> open(AccountId id, Visitor visitor) throws IOException {
        return open(id, visitor, Rights.NONE);
    }

    /** @param always what he may do in each of its folders, whatever was granted to him there */
    public Optional<Access> open(AccountId id, Visitor visitor, Rights always) throws IOException {
        return open(id).map(account -> new Access(account, visitor, always));
    }

    /** The accounts that this node serves and that have granted him something, his own not among them; by name. */
    public List<Ownership> sharedWith(Visitor visitor) throws IOException {
        Set<AccountId> granted = new HashSet<>();
        for (Volume volume : store.volumes()) {
            Table table = volume.core().table();
            for (Principal principal : visitor.principals()) {
                table.scan(Family.VOLUME, VolumeKeys.granted(principal.text()), (key, _) -> {
                    granted.add(new AccountId(VolumeKeys.accountOfGranted(key)));
                    return true;
                });
            }
        }
        granted.remove(visitor.account());
        return granted.stream()
                .flatMap(id -> find(id).stream())
                .filter(Ownership::serves)
                .sorted(Comparator.comparing(Ownership::name))
                .toList();
    }

    /**
     * Tells when an account on a volume that is open now gives him rights or takes some away, until it is closed.
     *
     * @param told is called on the applier's thread: it may wake somebody, never block
     */
    public AccountWatch.Watching watchGrants(Visitor visitor, Runnable told) {
        List<AccountWatch.Watching> all = store.volumes().stream()
                .map(volume -> volume.core().grants().watch(visitor.principals(), told))
                .toList();
        return () -> all.forEach(AccountWatch.Watching::close);
    }

    /**
     * Journals the record of a new account, with its standard folders, in one commit. Who calls has won the claim, and has seen to
     * those that are {@link #named} so.
     *
     * @param volume where it is to be; empty for the one with the fewest accounts
     */
    public Outcome<Ownership> create(DirectoryId directoryId, AccountName name, long epoch, Optional<String> volume)
            throws IOException {
        creating.lock();
        try {
            if (find(directoryId).isPresent()) {
                return Outcome.refused(Outcome.Reason.ACCOUNT_EXISTS);
            }
            Optional<Volume> place = place(volume);
            if (place.isEmpty()) {
                return Outcome.refused(Outcome.Reason.UNAVAILABLE);
            }
            AccountId id = place.get().ownerships().nextId();
            Ownership record = new Ownership(id, directoryId, name, epoch, new Ownership.State.Owner());
            return put(place.get(), record, Change.Growth.GROWS);
        } finally {
            creating.unlock();
        }
    }

    /** Replaces the record of an account that is here; what may follow what is decided by the caller. */
    public Outcome<Ownership> put(Ownership record) throws IOException {
        Optional<Volume> volume = volume(record.id());
        return volume.isPresent()
                ? put(volume.get(), record, Change.Growth.ESSENTIAL)
                : Outcome.refused(Outcome.Reason.NOT_OWNER);
    }

    /** Replaces a record that is still what the caller has seen; any other is refused as {@link Outcome.Reason#NOT_OWNER}. */
    public Outcome<Ownership> replace(Ownership seen, Ownership next) throws IOException {
        Optional<Volume> volume = volume(seen);
        if (volume.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        AccountHead head = volume.get().account(seen.id()).head();
        return volume.get().core().commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            if (draft.ownership().filter(seen::equals).isEmpty()) {
                return Outcome.refused(Outcome.Reason.NOT_OWNER);
            }
            draft.put(new StateRecord.Owned(next, draft.modseq()));
            return Outcome.done(next);
        });
    }

    /** Is told what of a moving account has been copied so far; by a failure it ends the move. */
    @FunctionalInterface
    public interface Moving {
        void at(long things) throws IOException;
    }

    /**
     * Takes an account to another volume of this node with all that it is: it is served on the whole time, and nothing changes but who serves it. Sessions that
     * have it open see no more changes, and should be ended. A move that ends before its time changes nothing, and can be begun anew. On a platform thread.
     *
     * @param node this one
     */
    public Outcome<Ownership> move(AccountId id, Volume to, NodeName node, RandomGenerator random, Moving progress)
            throws IOException {
        Optional<Volume> from = volume(id);
        if (from.isEmpty() || from.get() == to) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        moving.lock();
        try {
            return new AccountMove(id, from.get(), to, node, random).run(progress);
        } finally {
            moving.unlock();
        }
    }

    static Outcome<Ownership> put(Volume volume, Ownership record, Change.Growth growth) throws IOException {
        AccountHead head = volume.account(record.id()).head();
        return volume.core().commits().run(List.of(head), growth, drafts -> {
            Draft draft = drafts.getFirst();
            draft.put(new StateRecord.Owned(record, draft.modseq()));
            if (record.serves() && draft.folders().isEmpty()) {
                FolderCommits.createStandard(
                        draft,
                        record.directoryId().ofPublicFolders()
                                ? EnumSet.of(FolderRole.INBOX)
                                : EnumSet.allOf(FolderRole.class));
            }
            return Outcome.done(record);
        });
    }

    private Optional<Volume> place(Optional<String> name) {
        return name.isPresent()
                ? store.volume(name.get()).filter(Volume::settled)
                : store.volumes().stream()
                        .filter(Volume::settled)
                        .min(Comparator.comparingInt(
                                volume -> volume.ownerships().count()));
    }

    private Optional<Ownership> best(Function<Ownerships, Optional<Ownership>> find) {
        List<Ownership> found = store.volumes().stream()
                .flatMap(volume -> find.apply(volume.ownerships()).stream())
                .toList();
        return found.stream()
                .filter(Ownership::serves)
                .max(Comparator.comparingLong(Ownership::epoch)) // of a volume that was restored the record may be old
                .or(() -> found.stream().findFirst());
    }
}
