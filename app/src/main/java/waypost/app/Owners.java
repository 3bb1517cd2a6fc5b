package waypost.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.config.ClusterNodeSection;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.mapping.Answer;
import waypost.mapping.Nodes;
import waypost.protocol.link.Standing;

/**
 * What nodes have recorded of an account, in words for the operator: this node's own volumes are looked at, any other one is asked over the link. The directory
 * says where an account should live, the nodes say where it does: where the one that the directory names has no record, the others are asked as well.
 */
record Owners(Optional<Stores> own, Nodes nodes, Question others) {
    /** Asks a node over the link. */
    @FunctionalInterface
    interface Question {
        /** Empty if it cannot be asked, or does not answer. */
        Optional<Standing> ask(NodeName node, DirectoryId account);
    }

    String of(NodeName node, Answer.Granted granted) {
        return standing(node, granted.directoryId())
                .map(said -> said instanceof Standing.None ? elsewhere(node, granted.directoryId()) : words(node, said))
                .orElseGet(() -> AccountReport.OwnerOf.unasked(node, granted));
    }

    private Optional<Standing> standing(NodeName node, DirectoryId account) {
        return own.filter(stores -> stores.node().equals(node))
                .map(stores -> recorded(stores, account))
                .or(() -> others.ask(node, account));
    }

    private static Standing recorded(Stores stores, DirectoryId account) {
        return stores.store().accounts().all().stream()
                .filter(record -> record.directoryId().equals(account))
                .findFirst()
                .<Standing>map(Standing.Recorded::new)
                .orElseGet(Standing.None::new);
    }

    /** Of an account that the node named by the directory does not have. */
    private String elsewhere(NodeName named, DirectoryId account) {
        List<NodeName> silent = new ArrayList<>();
        List<String> recorded = new ArrayList<>();
        for (ClusterNodeSection store : nodes.stores()) {
            NodeName other = store.name();
            if (other.equals(named)) {
                continue;
            }
            switch (standing(other, account).orElseGet(Standing.Unsure::new)) {
                case Standing.Recorded(Ownership record)
                when record.serves() -> {
                    return words(other, new Standing.Recorded(record)) + "; " + named + " leads there";
                }
                case Standing.Recorded there -> recorded.add(words(other, there));
                case Standing.Claiming making -> recorded.add(words(other, making));
                case Standing.Unsure(), Standing.OtherList() -> silent.add(other);
                case Standing.None() -> {}
            }
        }
        if (!recorded.isEmpty()) {
            return "not recorded at " + named + "; " + String.join("; ", recorded);
        }
        return silent.isEmpty() ? words(named, new Standing.None()) : unmade(named, silent);
    }

    private static String unmade(NodeName named, List<NodeName> silent) {
        String who = String.join(", ", silent.stream().map(NodeName::value).toList());
        return "not recorded at " + named + "; not made there before it is known what " + who + " has";
    }

    private static String words(NodeName node, Standing standing) {
        return switch (standing) {
            case Standing.Recorded(Ownership record) ->
                record.name() + ", epoch " + record.epoch()
                        + (record.serves() ? ", served by " + node : ", at " + node + ": " + record.state());
            case Standing.None() ->
                "not recorded at " + node + ": the account is made when it is used for the first time";
            case Standing.Claiming() -> "being made at " + node;
            case Standing.Unsure(), Standing.OtherList() -> node + " cannot say: a volume is not open";
        };
    }
}
