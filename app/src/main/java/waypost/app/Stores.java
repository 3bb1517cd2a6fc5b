package waypost.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
        List<Ownership> found = named(request);
        return found.stream()
                .filter(Ownership::serves)
                .findFirst()
                .orElseThrow(() -> Complaint.failed("There is no account "
                        + request.parameter(ACCOUNT).orElse("") + " on these volumes"
                        + (found.isEmpty()
                                ? "."
                                : " any more: its record says "
                                        + found.getFirst().state() + ".")));
    }

    /** All records that it may mean, in whatever state. */
    List<Ownership> named(AdminRequest request) {
        String text = request.parameter(ACCOUNT).orElse("");
        return store.accounts().all().stream()
                .filter(record -> record.id().equals(id(text)) || record.name().equals(name(text)))
                .toList();
    }

    /** For what must not be done while some of the node's accounts are not known. */
    void requireAll() throws Complaint {
        if (!store.complete()) {
            throw Complaint.failed("This needs all volumes of the node. "
                    + store.failures().entrySet().stream()
                            .map(failed -> "Volume " + failed.getKey() + ": " + failed.getValue())
                            .collect(Collectors.joining("; ")));
        }
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
