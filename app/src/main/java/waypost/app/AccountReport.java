package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import waypost.config.ClusterNodeSection;
import waypost.config.HostPort;
import waypost.identity.NodeName;
import waypost.mapping.Answer;
import waypost.mapping.Explanation;
import waypost.mapping.Nodes;
import waypost.mapping.Service;

/**
 * Tells what an account may use and have, and how it stands with its node, for the operator.
 *
 * @param owner what the nodes have recorded of accounts
 */
record AccountReport(Nodes nodes, OwnerOf owner, Report report) {
    /** What a node has recorded of an account, as far as that is known here. */
    @FunctionalInterface
    interface OwnerOf {
        String of(NodeName node, Answer.Granted granted);

        /** Of each account its node knows. */
        static String unasked(NodeName node, Answer.Granted granted) {
            return "known to " + node + ": waypost account show " + granted.name() + " there";
        }
    }

    void print(Answer.Granted account, List<Explanation.Tried> tried) throws IOException {
        for (Map.Entry<String, String> thing : allowed(account, tried).entrySet()) {
            report.line(String.format("%-10s %s", thing.getKey() + ":", thing.getValue()));
        }
        report.line("route:     " + account.route());
        Optional<NodeName> node = nodes.resolve(account.route());
        report.line("node:      " + node.map(NodeName::value).orElse("none has that name"));
        if (node.isPresent()) {
            Optional<ClusterNodeSection> section = nodes.find(node.get());
            if (section.isPresent()) {
                listeners(section.get());
            }
            boolean foreign = section.filter(ClusterNodeSection::foreign).isPresent();
            report.line("owner:     "
                    + (foreign ? node.get() + " itself, which is another product's" : owner.of(node.get(), account)));
        }
    }

    /** The same in a few words. */
    String line(Answer.Granted account) {
        return account.name() + ", node "
                + nodes.resolve(account.route()).map(NodeName::value).orElse("none");
    }

    /** What the account may use and have; an alias's own entry says nothing of who does. */
    private static Map<String, String> allowed(Answer.Granted granted, List<Explanation.Tried> asked) {
        return asked.stream()
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
