package waypost.cluster;

import java.util.Optional;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.Ownership;
import waypost.net.Gatekeeper.LoginRequest;

/**
 * A user who is let in to an account that this node serves.
 *
 * @param account as journaled; its name may be an older one
 * @param name that the directory gives the account now
 * @param limits that its directory gives it; empty where the asker does not say
 * @param request with the session's id, and on whose behalf it is
 */
public record Admitted(Ownership account, AccountName name, Optional<AccountLimits> limits, LoginRequest request) {}
