package waypost.store;

import java.util.Optional;

/** What a property of an account or a folder says. Codes are never given to another kind. */
public enum PropertyKind {
    /** Annotations (RFC 5464), by entry name. */
    METADATA(1),
    /** Rights (RFC 4314), by principal. */
    ACL(2),
    /** Limits of this account in place of those of its node, its own or by its directory, and of a folder beside those of its account (RFC 9208), by resource. */
    QUOTA(3),
    /** What is neither secret nor for clients, as when a secret was last used. */
    SETTING(4),
    /** Sieve scripts (RFC 5804), by name: {@link SieveScripts} keeps them. */
    SCRIPT(5),
    /** Addresses that the user sends as, with signatures. */
    IDENTITY(6),
    /** What somebody proves himself with: {@link AppPasswords}, {@link SecondFactor}. */
    SECRET(7),
    /** Who may send for the user. */
    DELEGATION(8),
    /** Which Sieve script is active: {@link SieveScripts} keeps it. */
    ACTIVE_SCRIPT(9),
    /** Where programs want to be told of changes (RFC 8620 §7.2), by the subscription's id. */
    PUSH(10),
    /** The user's own annotations of folders of other accounts (RFC 5464 §3.3), by account, folder and entry name. */
    VISITOR_METADATA(11),
    /** What a search folder looks for, and how far it has looked ({@link SearchFolders}). */
    SEARCH(12);

    private final int code;

    PropertyKind(int code) {
        this.code = code;
    }

    /** How records and keys spell it. */
    int code() {
        return code;
    }

    static Optional<PropertyKind> of(int code) {
        for (PropertyKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
