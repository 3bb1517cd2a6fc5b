package waypost.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;
import waypost.identity.Referral;

/**
 * What becomes of the record of an account that was restored, when every other node has said what it has: since the backup was taken the account may have moved
 * away, or here, or both. Pure.
 */
public final class RestoredAccount {
    private RestoredAccount() {}

    public sealed interface Verdict {
        /** Nobody knows better. */
        record Stands(Ownership record) implements Verdict {}

        /** It has moved away since. */
        record Yields(Ownership record) implements Verdict {}

        /** Nobody has it as it was last, or two have it: a person has to say what holds. It is not served meanwhile. */
        record Alarm(String why) implements Verdict {}
    }

    /**
     * The verdict.
     *
     * @param heard what others have; nothing of those that have no record
     */
    public static Verdict of(NodeName self, Ownership restored, List<RecordedAt> heard) {
        return switch (restored.state()) {
            case State.Owner _, State.MovingTo _ -> served(self, restored, heard);
            case State.IncomingFrom _ -> incoming(self, restored, heard);
            case State.MovedTo _, State.Gone _ -> left(self, restored, heard);
        };
    }

    /**
     * The same when other volumes of this node have records as well: a move between volumes is known here alone.
     *
     * @param siblings what they have
     */
    public static Verdict of(NodeName self, Ownership restored, List<Ownership> siblings, List<RecordedAt> heard) {
        Optional<Ownership> owner = siblings.stream()
                .filter(other -> other.serves() || other.state() instanceof State.Gone)
                .max(Comparator.comparingLong(Ownership::epoch));
        boolean claims = restored.serves() || restored.state() instanceof State.IncomingFrom;
        if (claims
                && owner.filter(other -> other.epoch() > restored.epoch() || !restored.serves())
                        .isPresent()) {
            long epoch = Math.max(restored.epoch(), owner.get().epoch());
            return new Verdict.Yields(restored.with(epoch, new State.MovedTo(self, 0)));
        }
        if (owner.isPresent()) {
            return claims
                    ? new Verdict.Alarm(
                            "two volumes of this node have it at the same epoch, or none has it as it was last")
                    : new Verdict.Stands(restored);
        }
        boolean came = siblings.stream().anyMatch(other -> other.epoch() > restored.epoch() && towards(self, other));
        if (came) {
            return new Verdict.Alarm("another volume of this node has a copy of it that may be newer");
        }
        List<RecordedAt> all = new ArrayList<>(heard);
        siblings.stream()
                .filter(other -> other.state() instanceof State.MovedTo)
                .filter(other -> !towards(self, other))
                .forEach(other -> all.add(new RecordedAt(self, other)));
        return of(self, restored, all);
    }

    /** Whether the account has gone from there to another volume of this node, or was about to come from one. */
    private static boolean towards(NodeName self, Ownership other) {
        return switch (other.state()) {
            case State.MovedTo(NodeName to, long _) -> to.equals(self);
            case State.IncomingFrom(NodeName from, long _, boolean ready) -> ready && from.equals(self);
            case State.Owner _, State.MovingTo _, State.Gone _ -> false;
        };
    }

    private static Verdict served(NodeName self, Ownership restored, List<RecordedAt> heard) {
        Optional<RecordedAt> copy =
                heard.stream().filter(RestoredAccount::ready).findFirst();
        if (copy.isPresent() && copy.get().record().epoch() > restored.epoch()) {
            return new Verdict.Alarm(copy.get().node() + " has a whole copy of a move that had begun");
        }
        Optional<Referral> highest = highest(heard).filter(known -> known.epoch() >= restored.epoch());
        if (highest.isEmpty()
                || highest.get().epoch() == restored.epoch()
                        && highest.get().node().equals(self)) {
            return new Verdict.Stands(restored.with(restored.epoch(), new State.Owner()));
        }
        if (highest.get().node().equals(self)) {
            return new Verdict.Alarm("it came back here at epoch "
                    + highest.get().epoch() + ", after the backup; what it had then is lost");
        }
        return highest.get().epoch() > restored.epoch()
                ? yields(restored, highest.get())
                : new Verdict.Alarm(highest.get().node() + " has it at the same epoch");
    }

    /** What was on its way here never goes on: what of it came is not known any more. */
    private static Verdict incoming(NodeName self, Ownership restored, List<RecordedAt> heard) {
        Optional<Referral> owner = highest(
                        heard.stream().filter(found -> found.record().serves()).toList())
                .filter(known -> !known.node().equals(self));
        return owner.isPresent()
                ? yields(restored, owner.get())
                : new Verdict.Alarm("it was on its way here when the backup was taken, and nobody has it");
    }

    private static Verdict left(NodeName self, Ownership restored, List<RecordedAt> heard) {
        boolean back = highest(heard)
                .filter(known -> known.epoch() > restored.epoch())
                .filter(known -> known.node().equals(self))
                .isPresent();
        return back
                ? new Verdict.Alarm("it came back here after the backup; what it had then is lost")
                : new Verdict.Stands(restored);
    }

    private static Verdict yields(Ownership restored, Referral owner) {
        return new Verdict.Yields(
                restored.with(Math.max(restored.epoch(), owner.epoch()), new State.MovedTo(owner.node(), 0)));
    }

    private static boolean ready(RecordedAt found) {
        return found.record().state() instanceof State.IncomingFrom(NodeName _, long _, boolean ready) && ready;
    }

    private static Optional<Referral> highest(List<RecordedAt> heard) {
        return heard.stream()
                .flatMap(found -> found.referral().stream())
                .max(Comparator.comparingLong(Referral::epoch));
    }
}
