package waypost.mapping;

import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** Whose account it is, and where it should live: enough to ask its node about it, and no leave to enter. */
public record Residence(AccountName name, DirectoryId id, Route route) {}
