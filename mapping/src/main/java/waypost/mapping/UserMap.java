package waypost.mapping;

import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;

/** One source of users. Its questions may block. */
interface UserMap {
    String name();

    Coverage covers(String domain);

    Finding locate(AccountName name);

    /** The password is not empty and holds no NUL. */
    Finding authenticate(AccountName name, Secret password);

    /** The entry of an id that this map or another one once gave. */
    Presence presence(DirectoryId id);

    Explanation.Tried explain(AccountName name);

    /** Whether a domain is one of the map's. */
    enum Coverage {
        YES,
        NO,
        UNAVAILABLE
    }
}
