package waypost.protocol.link;

import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * Whose secrets a node is asked about.
 *
 * @param epoch of the route followed; 0 if none is known
 */
public record SecretsOf(DirectoryId id, AccountName name, long epoch) {}
