package waypost.app;

import java.util.List;
import java.util.Optional;
import waypost.cluster.SessionCount;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Store;

/**
 * What an operation works on: the volumes, open in a running node or in the command itself.
 *
 * @param node whose they are
 * @param sessions of a running node
 */
record Stores(Store store, NodeName node, Optional<SessionCount> sessions) {
    /** Names an account in a request: its address, as the configuration's rules leave it, or its id. */
    static final String ACCOUNT = "ACCOUNT";

    /** The account that a request names, which is served here. */
    Ownership account(AdminRequest request) throws Complaint {
        String text = request.parameter(ACCOUNT).orElse("");
        List<Ownership> found = store.accounts().all().stream()
                .filter(record -> record.id().equals(id(text)) || record.name().equals(name(text)))
                .toList();
        return found.stream()
                .filter(Ownership::serves)
                .findFirst()
                .orElseThrow(() -> Complaint.failed("There is no account " + text + " on these volumes"
                        + (found.isEmpty()
                                ? "."
                                : " any more: its record says "
                                        + found.getFirst().state() + ".")));
    }

    private static AccountId id(String text) {
        try {
            return AccountId.parse(text);
        } catch (IllegalArgumentException none) {
            return new AccountId(0);
        }
    }

    private static AccountName name(String text) {
        int at = Math.max(0, text.lastIndexOf('@'));
        return new AccountName(text.substring(0, at), text.substring(Math.min(at + 1, text.length())));
    }
}
