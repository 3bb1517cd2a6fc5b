package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** What this node knows of the accounts it has or ever had, over all open volumes. Safe for threads; {@code find} never blocks. */
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final Store store;
    private final ReentrantLock creating = new ReentrantLock();

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

    /** One that serves before one that does not. */
    public Optional<Ownership> find(AccountName name) {
        return best(ownerships -> ownerships.find(name));
    }

    public List<Ownership> all() {
        List<Ownership> all = new ArrayList<>();
        store.volumes().forEach(volume -> all.addAll(volume.ownerships().all()));
        return all;
    }

    /** Where the account is. */
    public Optional<Volume> volume(AccountId id) {
        return store.volumes().stream()
                .filter(volume -> volume.ownerships().find(id).isPresent())
                .findFirst();
    }

    /** Empty when this node does not serve it. */
    public Optional<Account> open(AccountId id) throws IOException {
        Optional<Volume> volume = volume(id);
        if (volume.isEmpty() || find(id).filter(Ownership::serves).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(volume.get().account(id));
    }

    /**
     * Journals the record of a new account, with its standard folders, in one commit. Who calls has won the claim. A live account of this name that belongs to another
     * directory entry is detached first.
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
            if (detach(name) instanceof Outcome.Refused<Boolean>(Outcome.Reason reason)) {
                return Outcome.refused(reason);
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

    static Outcome<Ownership> put(Volume volume, Ownership record, Change.Growth growth) throws IOException {
        AccountHead head = volume.account(record.id()).head();
        return volume.core().commits().run(List.of(head), growth, drafts -> {
            Draft draft = drafts.getFirst();
            draft.put(new StateRecord.Owned(record, draft.modseq()));
            if (record.serves() && draft.folders().isEmpty()) {
                volume.core().folderCommits().createStandard(draft);
            }
            return Outcome.done(record);
        });
    }

    private Outcome<Boolean> detach(AccountName name) throws IOException {
        Optional<Ownership> namesake = find(name).filter(Ownership::serves);
        if (namesake.isEmpty()) {
            return Outcome.done(false);
        }
        Ownership old = namesake.get();
        log.error(
                "event=account-detached alarm=true account={} name={} directoryId={}",
                old.id(),
                name,
                old.directoryId());
        return put(old.with(old.epoch(), new Ownership.State.Gone())).map(_ -> true);
    }

    private Optional<Volume> place(Optional<String> name) {
        return name.isPresent()
                ? store.volume(name.get())
                : store.volumes().stream()
                        .min(Comparator.comparingInt(
                                volume -> volume.ownerships().all().size()));
    }

    private Optional<Ownership> best(Function<Ownerships, Optional<Ownership>> find) {
        List<Ownership> found = store.volumes().stream()
                .flatMap(volume -> find.apply(volume.ownerships()).stream())
                .toList();
        return found.stream()
                .filter(Ownership::serves)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }
}
