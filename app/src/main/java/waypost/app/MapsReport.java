package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.mapping.Answer;
import waypost.mapping.Explanation;
import waypost.mapping.MappingSettings;
import waypost.mapping.UserDirectory;
import waypost.mapping.UserMapSettings;

/** Tells which user maps were asked for a name, what of whom, and what they said, for the operator. */
record MapsReport(MappingSettings settings, Report report) {
    private static final String MASK = "***";

    void print(Address address, List<Explanation.Tried> tried) throws IOException {
        switch (address) {
            case Address.Parsed(AccountName name, Optional<String> tag, var _) -> {
                report.line(
                        "address:   " + name + tag.map(word -> ", tag " + word).orElse(""));
                if (tried.isEmpty()) {
                    report.line("maps:      none has the domain");
                }
            }
            case Address.Refused(Address.Fault why) -> report.line("address:   cannot be one: " + words(why));
        }
        for (Explanation.Tried one : tried) {
            print(one);
        }
    }

    private static String words(Address.Fault fault) {
        return switch (fault) {
            case EMPTY -> "it is empty";
            case TOO_LONG -> "it is too long";
            case CONTROL_CHARACTER -> "it has a control character";
            case NO_DOMAIN -> "it has no domain, and addresses.default-domain is not configured";
            case UNKNOWN_SHORT_DOMAIN -> "what is before the backslash is none of addresses.short-domains";
            case LOCAL_PART -> "what is before the @ cannot be anybody's";
            case DOMAIN -> "what is behind the @ is no domain";
        };
    }

    private void print(Explanation.Tried tried) throws IOException {
        report.line("map:       " + tried.map());
        Optional<UserDirectory> directory = directory(tried.map());
        if (directory.isPresent()) {
            report.line("  base:    " + directory.get().base());
        }
        report.line("  asked:   " + tried.filter());
        for (String server : tried.servers()) {
            report.line("  server:  " + server);
        }
        report.line("  entry:   " + (tried.dn().isEmpty() ? "none" : tried.dn()));
        for (Map.Entry<String, List<String>> attribute : new TreeMap<>(tried.attributes()).entrySet()) {
            String name = attribute.getKey();
            String values = secret(tried.map(), name) ? MASK : String.join(", ", attribute.getValue());
            report.line("    " + name + ": " + values);
        }
        if (tried.state().isPresent()) {
            report.line("  state:   " + tried.state().get());
        }
        report.line("  says:    " + tried.finding());
    }

    /** What the maps say of an account together, in a line. */
    void result(Answer answer) throws IOException {
        report.line("result:    "
                + switch (answer) {
                    case Answer.Granted granted -> account(granted);
                    case Answer.LeftToNode(var left) -> account(left);
                    case Answer.Refused(Answer.Kind kind) -> "refused (" + word(kind) + ")";
                    case Answer.Unknown() ->
                        "unknown: every map that has the domain could answer, and none has the name";
                    case Answer.Unavailable(String reason, var _) -> "cannot be said now: " + reason;
                });
    }

    private static String account(Answer.Granted granted) {
        return "account " + granted.name() + ", id " + granted.directoryId() + ", by map " + granted.map();
    }

    static String word(Answer.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Where an answer is from. */
    static String from(Explanation.Origin origin) {
        return switch (origin) {
            case Explanation.Origin.Maps() -> "as the maps say";
            case Explanation.Origin.Memory(var age, var degraded) ->
                "from memory, " + Age.of(age) + " old" + (degraded ? " (degraded)" : "");
            case Explanation.Origin.Copy(var asOf) -> "from the copy of " + asOf + " (degraded)";
        };
    }

    private Optional<UserDirectory> directory(String map) {
        return settings.maps().stream()
                .filter(one -> one.name().equals(map))
                .flatMap(one -> switch (one) {
                    case UserMapSettings.Directory in ->
                        settings.directories().stream()
                                .filter(each -> each.name().equals(in.directory()));
                    case UserMapSettings.File _, UserMapSettings.Node _ -> Stream.<UserDirectory>empty();
                })
                .findAny();
    }

    private boolean secret(String map, String attribute) {
        String name = attribute.toLowerCase(Locale.ROOT);
        return name.endsWith("password")
                || directory(map)
                        .filter(directory -> directory.attributes().password().equalsIgnoreCase(name))
                        .isPresent();
    }
}
