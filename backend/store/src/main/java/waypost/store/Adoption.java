package waypost.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;

/**
 * An account that nobody serves since a volume was restored, as what the nodes have of it does not fit together: a person chooses which copy counts. One at a
 * time; blocks.
 */
public final class Adoption {
    /** Beyond whatever epoch the account may have had elsewhere: it is moved by people. */
    private static final long EPOCHS = 1 << 10;

    /** A copy of which it is not known since when it has not changed is taken to be so old. */
    private static final Duration UNKNOWN = Duration.ofDays(30);

    private final Store store;
    private final NodeName node;
    private final AccountId id;

    /** @param node this one */
    public Adoption(Store store, NodeName node, AccountId id) {
        this.store = store;
        this.node = node;
        this.id = id;
    }

    /**
     * What a volume has of the account.
     *
     * @param modseq its last change
     * @param settled whether it is certain that it is as the record says
     */
    public record Copy(String volume, Ownership record, long modseq, long messages, long octets, boolean settled) {}

    /** All of this node, the one with the last change first. */
    public List<Copy> copies() throws IOException {
        List<Copy> copies = new ArrayList<>();
        for (Volume volume : store.volumes()) {
            Optional<Ownership> record = volume.ownerships().find(id);
            if (record.isPresent()) {
                Table table = volume.core().table();
                Usage usage = AccountReads.quota(table, id.value(), QuotaLimits.UNLIMITED)
                        .usage();
                long modseq = AccountReads.counters(table, id.value()).version();
                copies.add(new Copy(
                        volume.name(), record.get(), modseq, usage.messages(), usage.octets(), volume.settled(id)));
            }
        }
        copies.sort(Comparator.comparingLong(Copy::modseq).reversed());
        return copies;
    }

    /** Whether a person has to choose: some volume's record is in doubt, and no other serves the account. */
    public boolean open() throws IOException {
        List<Copy> copies = copies();
        return copies.stream().anyMatch(copy -> !copy.settled())
                && copies.stream()
                        .noneMatch(copy -> copy.settled() && copy.record().serves())
                && store.volumes().stream().allMatch(Volume::settled);
    }

    /**
     * What this volume has is served from now on, with numbers that are above all that was given out elsewhere. Refused as {@link Outcome.Reason#NOT_OWNER} when there
     * is nothing to choose.
     */
    public Outcome<Ownership> here(Volume chosen) throws IOException {
        Optional<Ownership> copy = chosen.ownerships().find(id);
        if (!open() || copy.isEmpty() || copy.get().state() instanceof State.Gone) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        if (chosen.settled(id)) {
            forward(chosen, copy.get());
        }
        long epoch =
                copies().stream().mapToLong(one -> one.record().epoch()).max().orElse(0) + EPOCHS;
        Ownership owner = copy.get().with(epoch, new State.Owner());
        Outcome<Ownership> yielded = yielded(chosen, epoch);
        if (yielded instanceof Outcome.Refused<Ownership>) {
            return yielded;
        }
        Outcome<Ownership> adopted = Accounts.put(chosen, owner, Change.Growth.ESSENTIAL);
        if (adopted instanceof Outcome.Done<Ownership>) {
            settled();
        }
        return adopted;
    }

    /** The records of the others first: none of them must seem to be the owner once it is settled. */
    private Outcome<Ownership> yielded(Volume chosen, long epoch) throws IOException {
        Outcome<Ownership> last = Outcome.done(chosen.ownerships().find(id).orElseThrow());
        for (Volume other : store.volumes()) {
            Optional<Ownership> record =
                    other == chosen ? Optional.empty() : other.ownerships().find(id);
            if (record.isPresent() && !(record.get().state() instanceof State.Gone)) {
                last = left(other, record.get().with(epoch, new State.MovedTo(node, 0)));
                if (last instanceof Outcome.Refused<Ownership>) {
                    return last;
                }
            }
        }
        return last;
    }

    /** It is that node's. What volumes of this one have is kept and served to nobody. */
    public Outcome<Ownership> at(NodeName other) throws IOException {
        if (!open()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        Outcome<Ownership> last = Outcome.refused(Outcome.Reason.NOT_OWNER);
        for (Volume volume : store.volumes()) {
            Optional<Ownership> record = volume.ownerships().find(id);
            if (record.isPresent() && !volume.settled(id)) {
                last = left(volume, record.get().with(record.get().epoch(), new State.MovedTo(other, 0)));
                if (last instanceof Outcome.Refused<Ownership>) {
                    return last;
                }
            }
        }
        settled();
        return last;
    }

    private Outcome<Ownership> left(Volume volume, Ownership moved) throws IOException {
        AccountHead head = volume.account(id).head();
        return volume.core().commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            draft.put(new StateRecord.Owned(moved, draft.modseq(), draft.now().getEpochSecond()));
            return Outcome.done(moved);
        });
    }

    /** A copy that was not restored has not gone forward: the account has given out numbers elsewhere since. */
    private void forward(Volume chosen, Ownership copy) throws IOException {
        Instant now = chosen.core().clock().instant();
        Instant since = AccountReads.owned(chosen.core().table(), copy.id().value())
                .map(owned -> Instant.ofEpochSecond(owned.endedAt()))
                .filter(at -> at.isAfter(Instant.EPOCH))
                .orElse(now.minus(UNKNOWN));
        RestoreJump jump = RestoreJump.between(since, now, 0);
        new Forwarding(chosen.core().journal(), chosen.core().table(), jump, _ -> {})
                .run(Set.of(copy.id().value()));
        chosen.account(id).head().reread();
    }

    /** What the others have is nobody's any more. */
    private void settled() throws IOException {
        for (Volume volume : store.volumes()) {
            if (volume.ownerships().find(id).isPresent() && !volume.settled(id)) {
                Set<AccountId> open = new TreeSet<>(volume.unsettled());
                open.remove(id);
                volume.settle(open);
            }
        }
    }
}
