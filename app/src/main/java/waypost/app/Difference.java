package waypost.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.mapping.Prospect;
import waypost.mapping.Route;

/** One thing that two configurations make different of an address, in words. */
record Difference(What what, String before, String after) {
    /** What may differ. */
    enum What {
        KNOWN("known or not"),
        NODE("node"),
        ACCOUNT("account id"),
        ADDRESS("primary address"),
        MAP("user map"),
        STATE("state"),
        SERVICES("services"),
        LIMITS("limits"),
        PASSWORD("check of the password"),
        HASH("a password or none"),
        ALIAS("an account or others'"),
        AMBIGUOUS("one entry or several"),
        FAULT("put off or not"),
        SPELLING("an address or none");

        private final String words;

        What(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** One configuration's answer, and the nodes that it knows. */
    record Seen(Prospect prospect, Nodes nodes) {}

    static List<Difference> between(Seen before, Seen after) {
        return before.prospect() instanceof Prospect.Known known && after.prospect() instanceof Prospect.Known other
                ? fields(new Sides(known, before.nodes()), new Sides(other, after.nodes()))
                : whole(before.prospect(), after.prospect());
    }

    /** What keeps two answers from being compared, or is the same in both, is no difference. */
    private static List<Difference> whole(Prospect before, Prospect after) {
        return before.getClass() == after.getClass() && !(before instanceof Prospect.Others && !before.equals(after))
                ? List.of()
                : List.of(new Difference(later(rank(before), rank(after)), words(before), words(after)));
    }

    private static What later(What one, What other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static What rank(Prospect prospect) {
        return switch (prospect) {
            case Prospect.Known _, Prospect.Unknown _, Prospect.Unsaid _ -> What.KNOWN;
            case Prospect.Others _ -> What.ALIAS;
            case Prospect.NoPassword _ -> What.HASH;
            case Prospect.Ambiguous _ -> What.AMBIGUOUS;
            case Prospect.Faulty _ -> What.FAULT;
            case Prospect.Unspeakable _ -> What.SPELLING;
        };
    }

    private static String words(Prospect prospect) {
        return switch (prospect) {
            case Prospect.Known known -> "known by map " + known.map();
            case Prospect.NoPassword(String map) -> "without a password to compare in map " + map;
            case Prospect.Others(String who, String map) -> "that of " + who + " in map " + map;
            case Prospect.Unknown() -> "unknown";
            case Prospect.Ambiguous(String entries) -> "several entries (" + entries + ")";
            case Prospect.Faulty(String reason) -> "put off (" + reason + ")";
            case Prospect.Unspeakable(var fault) ->
                "no address (" + fault.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
            case Prospect.Unsaid(String reason) -> "not told (" + reason + ")";
        };
    }

    private record Sides(Prospect.Known known, Nodes nodes) {
        String place() {
            Route route = known.route();
            String node = nodes.resolve(route).map(NodeName::value).orElse("none");
            return node.equals(route.target()) ? node : node + ", volume " + route.target();
        }

        String services() {
            return known.services().stream()
                    .map(service -> service.word())
                    .sorted()
                    .collect(Collectors.joining(" "));
        }

        String limits() {
            return known.limits().text();
        }

        String proof() {
            return switch (known.proof()) {
                case STORED_HASH -> "a comparison with its hash";
                case BIND -> "a bind";
                case NODE -> "a log-in at its node";
            };
        }
    }

    private static List<Difference> fields(Sides before, Sides after) {
        List<Difference> found = new ArrayList<>();
        field(What.NODE, Sides::place, before, after, found);
        field(What.ACCOUNT, side -> side.known().id().value(), before, after, found);
        field(What.ADDRESS, side -> side.known().name().toString(), before, after, found);
        field(What.MAP, side -> side.known().map(), before, after, found);
        field(What.STATE, side -> side.known().state(), before, after, found);
        field(What.SERVICES, Sides::services, before, after, found);
        field(What.LIMITS, Sides::limits, before, after, found);
        field(What.PASSWORD, Sides::proof, before, after, found);
        return found;
    }

    private static void field(
            What what, Function<Sides, String> field, Sides before, Sides after, List<Difference> found) {
        String present = field.apply(before);
        String future = field.apply(after);
        if (!present.equals(future)) {
            found.add(new Difference(what, present, future));
        }
    }

    @Override
    public String toString() {
        String subject = switch (what) {
            case KNOWN, HASH, ALIAS, AMBIGUOUS, FAULT, SPELLING -> "is ";
            case SERVICES, LIMITS -> what.words() + " are ";
            case NODE, ACCOUNT, ADDRESS, MAP, STATE, PASSWORD -> what.words() + " is ";
        };
        return subject + before + ", would be " + after;
    }
}
