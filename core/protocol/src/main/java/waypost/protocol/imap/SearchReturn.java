package waypost.protocol.imap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a SEARCH is to answer with: its result options (RFC 4466 §2.6.1). */
public sealed interface SearchReturn {
    /** No options: the SEARCH response of RFC 3501 §7.2.5. */
    record Plain() implements SearchReturn {}

    /**
     * One ESEARCH response with these items (RFC 4731 §3.1); {@code RETURN ()} has come to ALL.
     */
    record Extended(Set<Item> items, Optional<PartialRange> partial, Saving saving, Updating updating)
            implements SearchReturn {
        public Extended {
            items = Set.copyOf(items);
        }

        public Extended(Set<Item> items, Saving saving) {
            this(items, Optional.empty(), saving, new Updating.Once());
        }

        /** Whether nothing is to be answered (RFC 5182 §1). */
        boolean onlySaves() {
            return items.isEmpty() && partial.isEmpty() && saves() && !updates();
        }

        /** Whether all that is found must be known: not where only ends of it are asked for. */
        boolean whole() {
            boolean ends = !items.isEmpty() || partial.isPresent();
            boolean all = items.contains(Item.ALL) || items.contains(Item.COUNT);
            return !ends || all || relevancy() && partial.isEmpty();
        }

        boolean relevancy() {
            return items.contains(Item.RELEVANCY);
        }

        /** How many results from this end on must be known then. */
        long reach(PartialRange.End end) {
            Item last = end == PartialRange.End.FIRST ? Item.MIN : Item.MAX;
            long ofItem = items.contains(last) ? 1 : 0;
            return partial.filter(range -> range.from() == end)
                    .map(range -> Math.max(ofItem, range.reach()))
                    .orElse(ofItem);
        }

        /**
         * Those of the results that the answer is about, and that are saved (RFC 5182 §2.4, RFC 9394 §3.2).
         *
         * @param results in their order; ends of them that reach far enough stand for all, unless they must be {@link #whole}
         */
        @Override
        public <T> List<T> concerned(List<T> results) {
            if (whole() || results.isEmpty()) {
                return results;
            }
            Set<T> concerned =
                    new LinkedHashSet<>(partial.map(range -> range.of(results)).orElse(List.of()));
            if (items.contains(Item.MIN)) {
                concerned.add(results.getFirst());
            }
            if (items.contains(Item.MAX)) {
                concerned.add(results.getLast());
            }
            return List.copyOf(concerned);
        }
    }

    /** Items of an ESEARCH response, in the order in which they are written. */
    enum Item {
        MIN,
        MAX,
        COUNT,
        ALL,
        /** Of all results, or of those of PARTIAL (RFC 6203 §4). */
        RELEVANCY
    }

    /** Whether the client hears of the result once. */
    sealed interface Updating {
        record Once() implements Updating {}

        /**
         * And of what changes in it later (RFC 5267 §4.3).
         *
         * @param items that are told of a message that comes into it as it comes into the mailbox (RFC 5465 §7)
         */
        record Update(List<FetchItem> items) implements Updating {}
    }

    /** What becomes of the saved result. */
    enum Saving {
        /** This search takes its place (RFC 5182 §2.1). */
        SAVE,
        KEEP
    }

    /** Those of the results that the answer is about, see {@link Extended#concerned}. */
    default <T> List<T> concerned(List<T> results) {
        return this instanceof Extended asked ? asked.concerned(results) : results;
    }

    default boolean updates() {
        return this instanceof Extended asked && asked.updating() instanceof Updating.Update;
    }

    default boolean saves() {
        return this instanceof Extended(var _, var _, Saving saving, var _) && saving == Saving.SAVE;
    }
}
