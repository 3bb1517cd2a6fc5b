package waypost.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.identity.Ownership;

/**
 * Deletes accounts as administrators say, and brings them back as long as {@link Retention} keeps them. A deleted account is served to nobody; its record and
 * the numbers it has given out stay for ever. Safe for threads; blocks.
 */
public final class AccountDeletion {
    private final Store store;

    public AccountDeletion(Store store) {
        this.store = store;
    }

    /** An account that was deleted, and when. */
    public record Deleted(Ownership account, Instant at) {}

    /** All whose records say so, those too of which nothing is left. */
    public List<Deleted> deleted() throws IOException {
        List<Deleted> deleted = new ArrayList<>();
        for (Volume volume : store.volumes()) {
            for (Ownership record : volume.ownerships().all()) {
                if (record.state() instanceof Ownership.State.Gone) {
                    AccountReads.owned(volume.core().table(), record.id().value())
                            .filter(owned -> owned.endedAt() > 0)
                            .ifPresent(owned -> deleted.add(
                                    new Deleted(owned.ownership(), Instant.ofEpochSecond(owned.endedAt()))));
                }
            }
        }
        return deleted;
    }

    /** Refused as {@link Outcome.Reason#NOT_OWNER} when the account is not served here as the caller has seen it. */
    public Outcome<Ownership> delete(Ownership seen) throws IOException {
        return change(seen, draft -> {
            Ownership gone = seen.with(seen.epoch(), new Ownership.State.Gone());
            draft.put(new StateRecord.Owned(gone, draft.modseq(), draft.now().getEpochSecond()));
            return Outcome.done(gone);
        });
    }

    /**
     * Serves a deleted account again, with all that it had. Refused as {@link Outcome.Reason#ACCOUNT_EXISTS} when another has its name or its entry of the
     * directory now, and as {@link Outcome.Reason#NOT_OWNER} when it is too late.
     */
    public Outcome<Ownership> restore(Ownership seen) throws IOException {
        boolean taken = store.accounts().all().stream()
                .anyMatch(other -> other.serves()
                        && (other.name().equals(seen.name())
                                || other.directoryId().equals(seen.directoryId())));
        if (taken) {
            return Outcome.refused(Outcome.Reason.ACCOUNT_EXISTS);
        }
        return change(seen, draft -> {
            Instant deleted =
                    Instant.ofEpochSecond(AccountReads.owned(draft.head().table(), draft.account())
                            .orElseThrow()
                            .endedAt());
            boolean wiped = draft.folders().isEmpty();
            if (wiped || deleted.plus(undeleteFor(seen)).isBefore(draft.now())) {
                return Outcome.refused(Outcome.Reason.NOT_OWNER);
            }
            Ownership owner = seen.with(seen.epoch(), new Ownership.State.Owner());
            draft.put(new StateRecord.Owned(owner, draft.modseq()));
            return Outcome.done(owner);
        });
    }

    private Duration undeleteFor(Ownership seen) {
        return store.accounts()
                .volume(seen)
                .map(volume -> volume.core().retention().undeleteFor())
                .orElse(Duration.ZERO);
    }

    private Outcome<Ownership> change(Ownership seen, AccountProperties.Preparation<Ownership> preparation)
            throws IOException {
        Optional<Volume> volume = store.accounts().volume(seen);
        if (volume.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        AccountHead head = volume.get().account(seen.id()).head();
        return volume.get().core().commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            return draft.ownership().filter(seen::equals).isPresent()
                    ? preparation.prepare(draft)
                    : Outcome.refused(Outcome.Reason.NOT_OWNER);
        });
    }
}
