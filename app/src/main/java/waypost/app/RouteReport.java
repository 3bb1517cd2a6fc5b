package waypost.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import waypost.mapping.UserMapSettings;

/** Prints how an address was mapped, for the operator. */
record RouteReport(MappingSettings settings, Nodes nodes, PrintWriter out) {
    private static final String MASK = "***";

    void print(Explanation explanation) {
        address(explanation.address());
        if (explanation.tried().isEmpty() && !(explanation.answer() instanceof Answer.Refused)) {
            out.println("maps:      none has the domain");
        }
        explanation.tried().forEach(this::tried);
        explanation.cacheAge().ifPresent(age -> out.println("cache:     " + age.toSeconds() + " s old"));
        if (explanation.whose().equals(new Addressees.One(explanation.answer()))) {
            result(explanation.answer());
            return;
        }
        if (explanation.answer() instanceof Answer.Granted account) {
            granted(account);
        }
        mail(explanation.whose());
    }

    /** Where mail goes that is not the account's alone. */
    private void mail(Addressees whose) {
        switch (whose) {
            case Addressees.One(Answer.Granted account) ->
                out.println("mail:      for " + account.name() + node(account));
            case Addressees.One(Answer answer) -> result(answer);
            case Addressees.Several(List<Answer.Granted> accounts) -> {
                out.println("mail:      for " + accounts.size() + " accounts");
                accounts.stream()
                        .map(account -> "  " + account.name() + node(account))
                        .sorted()
                        .forEach(out::println);
            }
        }
    }

    private String node(Answer.Granted account) {
        return ", node " + nodes.resolve(account.route()).map(NodeName::value).orElse("none");
    }

    private void address(Address address) {
        switch (address) {
            case Address.Parsed(AccountName name, Optional<String> tag, var _) ->
                out.println(
                        "address:   " + name + tag.map(word -> ", tag " + word).orElse(""));
            case Address.Refused(var why) -> out.println("address:   cannot be one: " + why);
        }
    }

    private void tried(Explanation.Tried tried) {
        out.println("map:       " + tried.map());
        directory(tried.map()).ifPresent(directory -> out.println("  base:    " + directory.base()));
        out.println("  asked:   " + tried.filter());
        out.println("  entry:   " + (tried.dn().isEmpty() ? "none" : tried.dn()));
        Map<String, List<String>> attributes = new TreeMap<>(tried.attributes());
        attributes.forEach((name, values) ->
                out.println("    " + name + ": " + (secret(tried.map(), name) ? MASK : String.join(", ", values))));
        out.println("  says:    " + tried.finding());
    }

    private Optional<DirectorySettings> directory(String map) {
        return settings.maps().stream()
                .filter(one -> one.name().equals(map))
                .flatMap(one -> switch (one) {
                    case UserMapSettings.Directory in ->
                        settings.directories().stream()
                                .filter(each -> each.name().equals(in.directory()));
                    case UserMapSettings.File _ -> java.util.stream.Stream.<DirectorySettings>empty();
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

    private void result(Answer answer) {
        switch (answer) {
            case Answer.Granted granted -> granted(granted);
            case Answer.Refused(Answer.Kind kind) ->
                out.println("result:    refused (" + kind.name().toLowerCase(Locale.ROOT) + ")");
            case Answer.Unknown() ->
                out.println("result:    unknown: every map that has the domain could answer, and none has the name");
            case Answer.Unavailable(String reason, var _) -> out.println("result:    cannot be said now: " + reason);
        }
    }

    private void granted(Answer.Granted granted) {
        Route route = granted.route();
        out.println(
                "result:    account " + granted.name() + ", id " + granted.directoryId() + ", by map " + granted.map());
        out.println("services:  "
                + String.join(
                        " ",
                        granted.services().stream()
                                .map(Enum::name)
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList()));
        granted.limits().quota().ifPresent(octets -> out.println("quota:     " + octets + " octets"));
        out.println("route:     " + route);
        Optional<NodeName> node = nodes.resolve(route);
        out.println("node:      " + node.map(NodeName::value).orElse("none has that name"));
        node.flatMap(nodes::find).ifPresent(this::listeners);
    }

    private void listeners(ClusterNodeSection node) {
        listener("imap", node.imap());
        listener("pop3", node.pop3());
        listener("lmtp", node.lmtp());
        listener("smtp", node.smtp());
        listener("link", node.link());
    }

    private void listener(String service, Optional<HostPort> address) {
        address.ifPresent(where -> out.println("  " + service + ":    " + where));
    }
}
