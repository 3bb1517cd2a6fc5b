package waypost.mapping;

import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** What is said of a name that no map has: it is nobody's, unless somebody was known by it and it is in doubt that he has gone. Any thread. */
record Unfound(MapChain chain, Recollection recollection, LastKnown lastKnown, Alarms alarms) {
    private static final Answer.Denied MISSING = new Answer.Unavailable("was known, and is missing now");

    Answer.Denied mail(AccountName name) {
        Optional<Account> before = lastKnown.mailBefore(name);
        return believed(name, before, recollection.believedAbsent(name, before, this::renamed));
    }

    /** The same of a name that a log-in gives. */
    Answer.Denied login(AccountName name) {
        Optional<Account> before = lastKnown.loginBefore(name);
        return believed(name, before, recollection.believedAbsentLogin(name, before, this::renamed));
    }

    private boolean renamed(DirectoryId known) {
        return chain.presence(known) instanceof Presence.Present;
    }

    private Answer.Denied believed(AccountName name, Optional<Account> before, boolean absent) {
        if (absent) {
            before.ifPresent(lastKnown::gone);
            return new Answer.Unknown();
        }
        alarms.raise(name.toString(), "was known, and is missing now");
        return MISSING;
    }

    /** What {@link #mail} would say; it leaves nothing behind. */
    Answer.Denied mailLookedAt(AccountName name) {
        return recollection.seemsAbsent(name, lastKnown.mailBefore(name), this::renamed)
                ? new Answer.Unknown()
                : MISSING;
    }

    /** What {@link #login} would say; it leaves nothing behind. */
    Answer.Denied loginLookedAt(AccountName name) {
        return recollection.seemsAbsentLogin(name, lastKnown.loginBefore(name), this::renamed)
                ? new Answer.Unknown()
                : MISSING;
    }
}
