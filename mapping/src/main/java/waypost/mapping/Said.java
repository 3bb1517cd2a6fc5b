package waypost.mapping;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts what each user map says when it is asked, past all memory. Any thread. */
final class Said {
    private enum What {
        FOUND,
        LEFT_TO_NODE,
        NONE,
        NO_ACCOUNT,
        LEADS,
        WRONG_PASSWORD,
        LOCKED_OUT,
        UNREADABLE_PASSWORD,
        FAULTY,
        FAILED;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static What of(Finding finding) {
            return switch (finding) {
                case Finding.Found _ -> FOUND;
                case Finding.LeftToNode _ -> LEFT_TO_NODE;
                case Finding.None() -> NONE;
                case Finding.NoAccount() -> NO_ACCOUNT;
                case Finding.Leads _ -> LEADS;
                case Finding.WrongPassword() -> WRONG_PASSWORD;
                case Finding.LockedOut() -> LOCKED_OUT;
                case Finding.UnreadablePassword _ -> UNREADABLE_PASSWORD;
                case Finding.Faulty _ -> FAULTY;
                case Finding.Failed _ -> FAILED;
            };
        }
    }

    private final Map<String, Map<What, Meter>> byMap;

    Said(List<UserMap> maps) {
        byMap = maps.stream().collect(Collectors.toUnmodifiableMap(UserMap::name, _ -> meters()));
    }

    private static Map<What, Meter> meters() {
        return List.of(What.values()).stream()
                .collect(Collectors.toMap(
                        Function.identity(), _ -> new Meter(), (one, _) -> one, () -> new EnumMap<>(What.class)));
    }

    Finding count(UserMap map, Finding finding) {
        Objects.requireNonNull(Objects.requireNonNull(byMap.get(map.name())).get(What.of(finding)))
                .mark();
        return finding;
    }

    /** Shows the counts as {@code PREFIX.MAP.found} and the like. Once. */
    void show(MetricRegistry metrics, String prefix) {
        byMap.forEach((map, meters) ->
                meters.forEach((what, meter) -> metrics.register(prefix + "." + map + "." + what.word(), meter)));
    }
}
