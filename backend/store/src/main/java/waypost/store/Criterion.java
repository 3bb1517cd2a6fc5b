package waypost.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a search folder looks for. Of a message's record it is known at once whether that holds; what its text says is found out by reading it, and never
 * changes.
 */
public sealed interface Criterion {
    Criterion ALL = new All();
    Criterion NONE = new None();

    /** So many of them, all counted that stand within others, one search folder may have. */
    int MOST = 256;

    record All() implements Criterion {}

    record None() implements Criterion {}

    record And(List<Criterion> all) implements Criterion {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Criterion> any) implements Criterion {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Criterion negated) implements Criterion {}

    /** @param name a system flag as IMAP writes it, or a keyword, which is compared without case */
    record Flag(String name) implements Criterion {}

    record Larger(long octets) implements Criterion {}

    record Smaller(long octets) implements Criterion {}

    enum Order {
        BEFORE,
        ON,
        SINCE
    }

    /** The day on which it was received, in the zone it was given in. */
    record Received(Order order, LocalDate date) implements Criterion {}

    /** The day on which it came into its folder. */
    record Saved(Order order, LocalDate date) implements Criterion {}

    /**
     * It is in the folder that has this name at the time.
     *
     * @param levels so many below it as well
     */
    record Within(String folder, int levels) implements Criterion {
        public static final int ALL_LEVELS = Integer.MAX_VALUE;
    }

    /** A criterion of the text. */
    sealed interface OfText extends Criterion {}

    enum Field {
        HEADER,
        BODY,
        TEXT,
        FROM,
        TO,
        CC,
        BCC
    }

    /** @param name of a header field; empty for all else */
    record Text(Field field, String name, String text) implements OfText {}

    /** The day in the Date field. */
    record Sent(Order order, LocalDate date) implements OfText {}

    static boolean holds(LocalDate found, Order order, LocalDate date) {
        return switch (order) {
            case BEFORE -> found.isBefore(date);
            case ON -> found.isEqual(date);
            case SINCE -> !found.isBefore(date);
        };
    }

    /** {@link #ALL} or {@link #NONE} where the facts decide it; else what is left to be asked of the text. */
    default Criterion reduced(CriterionFacts facts) {
        return switch (this) {
            case All _, None _ -> this;
            case And(var all) -> joined(all.stream().map(each -> each.reduced(facts)), ALL, NONE);
            case Or(var any) -> joined(any.stream().map(each -> each.reduced(facts)), NONE, ALL);
            case Not(var negated) -> negation(negated.reduced(facts));
            case Criterion leaf ->
                facts.holds(leaf).map(holds -> holds ? ALL : NONE).orElse(leaf);
        };
    }

    private static Criterion joined(Stream<Criterion> parts, Criterion neutral, Criterion decisive) {
        List<Criterion> open = new ArrayList<>();
        for (Criterion part : parts.toList()) {
            if (part.equals(decisive)) {
                return decisive;
            }
            if (!part.equals(neutral)) {
                open.add(part);
            }
        }
        return switch (open.size()) {
            case 0 -> neutral;
            case 1 -> open.getFirst();
            default -> neutral.equals(ALL) ? new And(open) : new Or(open);
        };
    }

    private static Criterion negation(Criterion reduced) {
        return switch (reduced) {
            case All _ -> NONE;
            case None _ -> ALL;
            case Not(var inner) -> inner;
            case Criterion open -> new Not(open);
        };
    }

    /** Itself and all that stand within it. */
    default Stream<Criterion> parts() {
        return switch (this) {
            case And(var all) -> Stream.concat(Stream.of(this), all.stream().flatMap(Criterion::parts));
            case Or(var any) -> Stream.concat(Stream.of(this), any.stream().flatMap(Criterion::parts));
            case Not(var negated) -> Stream.concat(Stream.of(this), negated.parts());
            case Criterion leaf -> Stream.of(leaf);
        };
    }

    /** Whether what folders are called is part of it. */
    default boolean asksFolders() {
        return parts().anyMatch(Within.class::isInstance);
    }

    /** Those that have to be asked of the text. */
    default Stream<OfText> texts() {
        return parts().filter(OfText.class::isInstance).map(OfText.class::cast);
    }
}
