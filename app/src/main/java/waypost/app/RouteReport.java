package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection;
import waypost.config.HostPort;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.NodeName;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.DirectorySettings;
import waypost.mapping.Explanation;
import waypost.mapping.MappingSettings;
import waypost.mapping.Nodes;
import waypost.mapping.Route;
import waypost.mapping.Service;
import waypost.mapping.UserMapSettings;

/**
 * Tells how an address was mapped, for the operator.
 *
 * @param owner what the nodes have recorded of accounts
 */
record RouteReport(MappingSettings settings, Nodes nodes, OwnerOf owner, Report report) {
    private static final String MASK = "***";

    /** What a node has recorded of an account, as far as that is known here. */
    @FunctionalInterface
    interface OwnerOf {
        String of(NodeName node, Answer.Granted granted);

        /** Of each account its node knows. */
        static String unasked(NodeName node, Answer.Granted granted) {
            return "known to " + node + ": waypost account show " + granted.name() + " there";
        }
    }

    /** Answers the exit status: whether the address leads to a node. */
    int print(Explanation explanation) throws IOException {
        address(explanation.address());
        if (explanation.tried().isEmpty() && !(explanation.answer() instanceof Answer.Refused)) {
            report.line("maps:      none has the domain");
        }
        for (Explanation.Tried tried : explanation.tried()) {
            tried(tried);
        }
        if (explanation.cacheAge().isPresent()) {
            report.line("cache:     " + explanation.cacheAge().get().toSeconds() + " s old");
        }
        if (explanation.whose().equals(new Addressees.One(explanation.answer()))) {
            result(explanation.answer(), explanation);
        } else {
            if (explanation.answer() instanceof Answer.Granted account) {
                granted(account, explanation);
            }
            mail(explanation);
        }
        return switch (explanation.whose()) {
            case Addressees.One(Answer answer) -> answer instanceof Answer.Granted ? Main.DONE : Main.FAILED;
            case Addressees.Several _ -> Main.DONE;
        };
    }

    /** Where mail goes that is not the account's alone. */
    private void mail(Explanation explanation) throws IOException {
        switch (explanation.whose()) {
            case Addressees.One(Answer.Granted account) ->
                report.line("mail:      for " + account.name() + node(account));
            case Addressees.One(Answer answer) -> result(answer, explanation);
            case Addressees.Several(List<Answer.Granted> accounts) -> {
                report.line("mail:      for " + accounts.size() + " accounts");
                List<String> lines = accounts.stream()
                        .map(account -> "  " + account.name() + node(account))
                        .sorted()
                        .toList();
                for (String line : lines) {
                    report.line(line);
                }
            }
        }
    }

    private String node(Answer.Granted account) {
        return ", node " + nodes.resolve(account.route()).map(NodeName::value).orElse("none");
    }

    private void address(Address address) throws IOException {
        switch (address) {
            case Address.Parsed(AccountName name, Optional<String> tag, var _) ->
                report.line(
                        "address:   " + name + tag.map(word -> ", tag " + word).orElse(""));
            case Address.Refused(var why) -> report.line("address:   cannot be one: " + why);
        }
    }

    private void tried(Explanation.Tried tried) throws IOException {
        report.line("map:       " + tried.map());
        Optional<DirectorySettings> directory = directory(tried.map());
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
        report.line("  says:    " + tried.finding());
    }

    private Optional<DirectorySettings> directory(String map) {
        return settings.maps().stream()
                .filter(one -> one.name().equals(map))
                .flatMap(one -> switch (one) {
                    case UserMapSettings.Directory in ->
                        settings.directories().stream()
                                .filter(each -> each.name().equals(in.directory()));
                    case UserMapSettings.File _ -> Stream.<DirectorySettings>empty();
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

    private void result(Answer answer, Explanation explanation) throws IOException {
        switch (answer) {
            case Answer.Granted granted -> granted(granted, explanation);
            case Answer.Refused(Answer.Kind kind) ->
                report.line("result:    refused (" + kind.name().toLowerCase(Locale.ROOT) + ")");
            case Answer.Unknown() ->
                report.line("result:    unknown: every map that has the domain could answer, and none has the name");
            case Answer.Unavailable(String reason, var _) -> report.line("result:    cannot be said now: " + reason);
        }
    }

    private void granted(Answer.Granted granted, Explanation explanation) throws IOException {
        Route route = granted.route();
        report.line(
                "result:    account " + granted.name() + ", id " + granted.directoryId() + ", by map " + granted.map());
        for (Map.Entry<String, String> thing : allowed(granted, explanation).entrySet()) {
            report.line(String.format("%-10s %s", thing.getKey() + ":", thing.getValue()));
        }
        report.line("route:     " + route);
        Optional<NodeName> node = nodes.resolve(route);
        report.line("node:      " + node.map(NodeName::value).orElse("none has that name"));
        if (node.isPresent()) {
            Optional<ClusterNodeSection> section = nodes.find(node.get());
            if (section.isPresent()) {
                listeners(section.get());
            }
            report.line("owner:     " + owner.of(node.get(), granted));
        }
    }

    /** What the account may use and have; an alias's own entry says nothing of who does. */
    private static Map<String, String> allowed(Answer.Granted granted, Explanation explanation) {
        return explanation.tried().stream()
                .filter(tried -> tried.map().equals(granted.map()))
                .map(Explanation.Tried::allowed)
                .filter(allowed -> !allowed.isEmpty())
                .findFirst()
                .orElseGet(() -> {
                    String words = granted.services().stream()
                            .map(Service::word)
                            .sorted()
                            .collect(Collectors.joining(" "));
                    return new TreeMap<>(
                            Map.of("services", words, "limits", granted.limits().text()));
                });
    }

    private void listeners(ClusterNodeSection node) throws IOException {
        listener("imap", node.imap());
        listener("pop3", node.pop3());
        listener("lmtp", node.lmtp());
        listener("smtp", node.smtp());
        listener("link", node.link());
    }

    private void listener(String service, Optional<HostPort> address) throws IOException {
        if (address.isPresent()) {
            report.line("  " + service + ":    " + address.get() + ", " + Reach.of(address.get()));
        }
    }
}
