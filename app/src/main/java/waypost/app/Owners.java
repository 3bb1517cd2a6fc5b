package waypost.app;

import java.util.Optional;
import waypost.cluster.OwnershipAsk;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.mapping.Answer;
import waypost.protocol.link.Standing;

/**
 * What an account's node has recorded of it, in words for the operator: this node's own volumes are looked at, any other one is asked over the link.
 */
record Owners(Optional<Stores> own, OwnershipAsk others) {
    String of(NodeName node, Answer.Granted granted) {
        return own.filter(stores -> stores.node().equals(node))
                .map(stores -> words(node, recorded(stores, granted.directoryId())))
                .or(() -> others.ask(node, granted.directoryId()).map(standing -> words(node, standing)))
                .orElseGet(() -> AccountReport.OwnerOf.unasked(node, granted));
    }

    private static Standing recorded(Stores stores, DirectoryId account) {
        return stores.store().accounts().all().stream()
                .filter(record -> record.directoryId().equals(account))
                .findFirst()
                .<Standing>map(Standing.Recorded::new)
                .orElseGet(Standing.None::new);
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
