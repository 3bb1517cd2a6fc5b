package waypost.mapping;

import java.util.Optional;
import java.util.function.BiPredicate;
import waypost.directory.Alarms;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * What is said of a name that no map has: it is nobody's, unless somebody was known by it and it is in doubt that he has gone. So with members of a group.
 * Any thread.
 */
record Unfound(MapChain chain, Recollection recollection, LastKnown lastKnown, Alarms alarms) {
    private static final String GONE = "was known, and is missing now";
    private static final String MEMBER_GONE = "a member was known, and is missing now";
    private static final Answer.Denied MISSING = new Answer.Unavailable(GONE);

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
        alarms.raise(name.toString(), GONE);
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

    /**
     * Why mail for a group is put off, if it is. Whom it names, and the directory does not show, may be one of many whom it has lost: as long as that is not
     * believed the others wait with him.
     */
    Optional<String> members(AccountName name, Signpost now) {
        Optional<String> doubt = doubt(name, now, recollection.absences()::believes);
        doubt.filter(MEMBER_GONE::equals).ifPresent(reason -> alarms.raise(name.toString(), reason));
        if (doubt.isEmpty()) {
            recollection.leads(name, now);
        }
        return doubt;
    }

    /** What {@link #members} would say; it leaves nothing behind. */
    Optional<String> membersLookedAt(AccountName name, Signpost now) {
        return doubt(name, now, recollection.absences()::counts);
    }

    private Optional<String> doubt(AccountName name, Signpost now, BiPredicate<AccountName, String> counts) {
        return recollection
                .signposts()
                .any(name)
                .flatMap(before -> lost(before, now))
                .flatMap(lost -> switch (lost) {
                    case Presence.Unavailable(String reason) -> Optional.of(reason);
                    case Presence.Absent() -> Optional.of(MEMBER_GONE).filter(_ -> !counts.test(name, now.map()));
                    case Presence.Present _ -> Optional.empty();
                });
    }

    /** What is said of the first who is not there any more. */
    private Optional<Presence> lost(Signpost before, Signpost now) {
        return before.doubtful(now)
                .map(chain::presence)
                .filter(presence -> !(presence instanceof Presence.Present))
                .findFirst();
    }
}
