package waypost.mapping;

import java.util.Set;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.DirectoryId;
import waypost.mapping.UserMapSettings.Proof;

/** What user maps would say of an address, past all memory and before any password is shown; the texts are for the operator. */
public sealed interface Prospect {
    /** What an address is looked up for: a log-in may be by a name that is no address. */
    enum Use {
        MAIL,
        LOGIN
    }

    /**
     * The name is an account.
     *
     * @param state as its word: {@code active}, {@code must-change}
     * @param proof how a password would be checked
     */
    record Known(
            AccountName name,
            DirectoryId id,
            Route route,
            String state,
            Set<Service> services,
            AccountLimits limits,
            String map,
            Proof proof)
            implements Prospect {
        public Known {
            services = Set.copyOf(services);
        }
    }

    /** The map has the name, and nothing that a password could be compared with: every one would be wrong. */
    record NoPassword(String map) implements Prospect {}

    /** The name is no account's: mail for it is others'. */
    record Others(String who, String map) implements Prospect {}

    record Unknown() implements Prospect {}

    /** Several entries have the name, and none of them is chosen. */
    record Ambiguous(String entries) implements Prospect {}

    /** The entry says what cannot be meant: mail and log-ins are put off. */
    record Faulty(String reason) implements Prospect {}

    /** The spelling can name nobody. */
    record Unspeakable(Address.Fault fault) implements Prospect {}

    /** Nobody could be asked. */
    record Unsaid(String reason) implements Prospect {}
}
