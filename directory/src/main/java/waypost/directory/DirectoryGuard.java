package waypost.directory;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import waypost.identity.Secret;

/** What all connections to the embedded directory are bound by. */
record DirectoryGuard(
        DN administrator,
        Secret password,
        InMemoryRequestHandler memory,
        int maxEntries,
        ChangeJournal journal,
        PasswordCheck passwords) {

    boolean full() {
        return memory.countEntries(false) >= maxEntries;
    }

    /** An unknown entry, one without password, one whose password nobody can give, and a wrong password are not told apart. */
    ResultCode check(@Nullable Entry entry, Secret password) {
        String[] stored = entry == null ? null : entry.getAttributeValues("userPassword");
        return switch (passwords.check(stored == null ? List.of() : List.of(stored), password)) {
            case RIGHT -> ResultCode.SUCCESS;
            case WRONG, UNREADABLE, DOUBTFUL -> ResultCode.INVALID_CREDENTIALS;
            case BUSY -> ResultCode.BUSY;
        };
    }
}
