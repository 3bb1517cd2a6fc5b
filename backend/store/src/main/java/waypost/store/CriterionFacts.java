package waypost.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.store.StateRecord.Item;

/**
 * What is known of a message when a criterion is asked.
 *
 * @param folder the whole name of the one it is in
 * @param keywords of its account, in the order of their bits
 * @param texts what has been found by reading it
 */
record CriterionFacts(Item item, String folder, List<String> keywords, Map<Criterion.OfText, Boolean> texts) {
    private static final Map<String, Flags> SYSTEM = Map.of(
            "\\Answered", Flags.ANSWERED,
            "\\Flagged", Flags.FLAGGED,
            "\\Deleted", Flags.DELETED,
            "\\Seen", Flags.SEEN,
            "\\Draft", Flags.DRAFT);

    /** Empty where that is not known. */
    Optional<Boolean> holds(Criterion leaf) {
        return switch (leaf) {
            case Criterion.Flag(var name) -> Optional.of(hasFlag(name));
            case Criterion.Larger(var octets) -> Optional.of(item.size() > octets);
            case Criterion.Smaller(var octets) -> Optional.of(item.size() < octets);
            case Criterion.Received(var order, var date) -> Optional.of(Criterion.holds(received(), order, date));
            case Criterion.Saved(var order, var date) -> Optional.of(Criterion.holds(saved(), order, date));
            case Criterion.Within(var name, var levels) -> Optional.of(within(name, levels));
            case Criterion.OfText text -> Optional.ofNullable(texts.get(text));
            case Criterion.All _ -> Optional.of(true);
            case Criterion.None _ -> Optional.of(false);
            case Criterion.And _, Criterion.Or _, Criterion.Not _ -> Optional.empty();
        };
    }

    private boolean hasFlag(String name) {
        Flags system = SYSTEM.get(name);
        if (system != null) {
            return item.flags().has(system);
        }
        for (int i = 0; i < keywords.size(); i++) {
            if (keywords.get(i).equalsIgnoreCase(name)) {
                return item.flags().has(Flags.keyword(i));
            }
        }
        return false;
    }

    private LocalDate received() {
        return item.receivedAt().date().toLocalDate();
    }

    /** RFC 8514 §4.3: the internal date where there is no save date. */
    private LocalDate saved() {
        long saved = item.history().saved();
        return saved == 0
                ? received()
                : Instant.ofEpochSecond(saved).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private boolean within(String name, int levels) {
        if (folder.equals(name)) {
            return true;
        }
        return folder.startsWith(name + "/")
                && FolderTree.levels(folder.substring(name.length() + 1)).size() <= levels;
    }
}
