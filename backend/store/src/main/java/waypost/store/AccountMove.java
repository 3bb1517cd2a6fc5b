package waypost.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;

/**
 * Takes an account from one volume of a node to another, with all numbers, versions and transfers that it has. The account is served by the first volume until
 * the commit point, which is that volume's record that it has moved; from then on by the other. In between the other volume says that it is incoming, then that
 * it is ready: all is durable there by then, and no commit of the account is under way. A crash before the commit point leaves the account where it was, one
 * behind it where it goes; {@link #settle} says so to the other volume at the next opening. The first volume keeps what it has. One thread.
 */
final class AccountMove {
    private static final Logger log = LoggerFactory.getLogger(AccountMove.class);

    /** Passes before the account is held, at most. */
    private static final int PASSES = 10;

    /** So few things are left for the hold. */
    private static final long LITTLE = 100;

    private final AccountId id;
    private final Volume from;
    private final Volume to;
    private final NodeName node;
    private final long move;

    AccountMove(AccountId id, Volume from, Volume to, NodeName node, RandomGenerator random) {
        this.id = id;
        this.from = from;
        this.to = to;
        this.node = node;
        this.move = random.nextLong();
    }

    /** Refused with {@link Outcome.Reason#UNAVAILABLE} when a volume takes nothing; then it may be tried again. */
    Outcome<Ownership> run(Accounts.Moving progress) throws IOException {
        Optional<Ownership> owner = from.ownerships().find(id).filter(Ownership::serves);
        if (owner.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        try (Arrivals.Arriving _ = to.core().arrivals().begin(id.value())) {
            return run(owner.get(), progress);
        }
    }

    private Outcome<Ownership> run(Ownership owner, Accounts.Moving progress) throws IOException {
        AccountCopy copy = new AccountCopy(id.value(), from.core(), to.core(), progress);
        if (incoming(owner, false) instanceof Outcome.Refused<Position>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        long more = Long.MAX_VALUE;
        for (int i = 0; i < PASSES && more > LITTLE; i++) {
            switch (copy.pass()) {
                case Outcome.Done<Long>(Long copied) -> more = copied;
                case Outcome.Refused<Long>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return held(copy);
    }

    /** While no commit of the account can be prepared. */
    private Outcome<Ownership> held(AccountCopy copy) throws IOException {
        AccountHead head = from.account(id).head();
        AccountHead.State state = head.lock(from.core().journal().term());
        try {
            head.quiesce();
            Optional<Ownership> owner = Optional.ofNullable(state.owned()).map(StateRecord.Owned::ownership);
            if (owner.filter(Ownership::serves).isEmpty()) {
                return Outcome.refused(Outcome.Reason.NOT_OWNER);
            }
            return copy.pass() instanceof Outcome.Refused<Long>(Outcome.Reason reason)
                    ? Outcome.refused(reason)
                    : moved(owner.get());
        } finally {
            head.unlock();
        }
    }

    private Outcome<Ownership> moved(Ownership owner) throws IOException {
        if (incoming(owner, true) instanceof Outcome.Refused<Position>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        Ownership gone = owner.with(owner.epoch() + 1, new State.MovedTo(node, move));
        Outcome<Ownership> left = from.core()
                .commits()
                .run(List.of(from.account(id).head()), Change.Growth.ESSENTIAL, drafts -> {
                    Draft draft = drafts.getFirst();
                    draft.put(new StateRecord.Owned(
                            gone, draft.modseq(), draft.now().getEpochSecond()));
                    return Outcome.done(gone);
                });
        return left instanceof Outcome.Refused<Ownership> ? left : owner(to, gone);
    }

    /** The other volume's record is as new as what it has of the account. */
    private Outcome<Position> incoming(Ownership owner, boolean ready) throws IOException {
        Ownership incoming = owner.with(owner.epoch() + 1, new State.IncomingFrom(node, move, ready));
        long version =
                AccountReads.state(from.core().table(), id.value()).counters().version();
        return to.core()
                .commits()
                .copy(id.value(), List.of(new StateRecord.Owned(incoming, version)), Change.Growth.GROWS);
    }

    private static Outcome<Ownership> owner(Volume to, Ownership gone) throws IOException {
        to.account(gone.id()).head().reread();
        return Accounts.put(to, gone.with(gone.epoch(), new State.Owner()), Change.Growth.ESSENTIAL);
    }

    /** Makes those accounts a volume's that have moved there but for the last word; after the volumes were opened. */
    static void settle(Collection<Volume> volumes) throws IOException {
        for (Volume to : volumes) {
            for (Ownership incoming : to.ownerships().all()) {
                if (incoming.state() instanceof State.IncomingFrom(NodeName _, long move, boolean ready) && ready) {
                    Optional<Ownership> gone = volumes.stream()
                            .flatMap(volume -> volume.ownerships().find(incoming.id()).stream())
                            .filter(record -> record.epoch() == incoming.epoch()
                                    && record.state() instanceof State.MovedTo(NodeName _, long moved)
                                    && moved == move)
                            .findFirst();
                    if (gone.isPresent()) {
                        log.info("event=account-moved account={} volume={}", incoming.id(), to.name());
                        owner(to, gone.get());
                    }
                }
            }
        }
    }
}
