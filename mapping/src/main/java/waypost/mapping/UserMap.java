package waypost.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;

/** One source of users. Its questions may block. */
interface UserMap {
    String name();

    Coverage covers(String domain);

    /** Whether the rest of a domain may be somebody's: a catch-all. */
    boolean hasRest();

    /** Whose mail a name's is. Who has the rest of its domain has only that name, as {@link AccountName#rest} makes it. */
    Finding locate(AccountName name);

    /** The password is not empty and holds no NUL. */
    Finding authenticate(AccountName name, Secret password);

    /** Whether a password for such a name, if it is an account's, is its node's to check. Asks nobody. */
    boolean leavesToNode(AccountName name);

    /** The account of a name that a log-in gives; who it is was shown elsewhere. */
    Finding identify(AccountName name);

    /** The same, asked about a session that stands: with all that is seen of the password's generation. */
    Finding again(AccountName name);

    /**
     * What the entry of such a name holds of its password, as in {@code userPassword}; empty if that cannot be said now.
     *
     * @param of whose the name was found to be: of another's password nothing is said
     */
    Optional<List<String>> held(AccountName name, DirectoryId of);

    /** The entry of an id that this map or another one once gave. */
    Presence presence(DirectoryId id);

    /** The entries that have a name; empty if that cannot be said, or if one of them has no id. */
    Optional<Set<DirectoryId>> holders(AccountName name);

    /** What stands in where nobody logs in by a name: an account whose node says whether there is such a one. Asks nobody. */
    default Optional<Account> failOver(AccountName login) {
        return Optional.empty();
    }

    /** What can be said of a name without asking a directory. */
    default Finding unasked(AccountName name) {
        return new Finding.Failed("user map " + name() + " would have to ask");
    }

    /** Whether its source could not say when it was last asked. */
    boolean failing();

    /** Asks it whether it can say anything now. Blocks, as a look-up does. */
    default void tryAgain() {}

    Explanation.Tried explain(AccountName name, Prospect.Use use);

    /** What would be found of a name, with no password asked about. */
    Prospect prospect(AccountName name, Prospect.Use use);

    /** Whether a domain is one of the map's. */
    enum Coverage {
        YES,
        NO,
        UNAVAILABLE
    }
}
