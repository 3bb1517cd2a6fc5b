package waypost.mapping;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** What the mapping says of a name. */
public sealed interface Answer {
    /** An answer by which nobody else has to be asked: of mail there is no other. */
    sealed interface Settled extends Answer {}

    /**
     * The name is an account here, and who logs in by it has shown that he is its user.
     *
     * @param name the account's primary address, whatever alias was asked for
     * @param services what it may use
     * @param map name of the user map that knew it
     * @param asOf when the directory said so
     * @param degraded given from memory past its lifetime, because the directory cannot be asked
     * @param basis what a log-in rests on
     */
    record Granted(
            AccountName name,
            DirectoryId directoryId,
            Route route,
            Set<Service> services,
            AccountLimits limits,
            String map,
            Instant asOf,
            boolean degraded,
            Basis basis)
            implements Settled {
        public Granted {
            services = Set.copyOf(services);
        }

        /** The same, as the user has shown a code of his authenticator, too. */
        public Granted withCode() {
            return by(Logins.Shown.PASSWORD_AND_CODE);
        }

        /** The same, as it was this that the user has shown. */
        Granted by(Logins.Shown shown) {
            Basis by = new Basis(basis.login(), basis.generation(), Optional.of(shown));
            return new Granted(name, directoryId, route, services, limits, map, asOf, degraded, by);
        }

        /** Another account, of which the same is said. */
        Granted called(AccountName other) {
            return new Granted(
                    other,
                    new DirectoryId(other.toString()),
                    route,
                    services,
                    limits,
                    map,
                    asOf,
                    degraded,
                    new Basis(other, basis.generation(), basis.shown()));
        }

        public Residence residence() {
            return new Residence(name, directoryId, route);
        }
    }

    /**
     * The name is an account here, and only its node says whether the password that was shown is right. Nothing is granted before it has.
     *
     * @param account what is granted then
     */
    record LeftToNode(Granted account) implements Answer {}

    /** No account, or none to whoever asks. */
    sealed interface Denied extends Settled {}

    /**
     * What has a log-in stand.
     *
     * @param login the name that was given
     * @param generation of the entry, as it was when the log-in was found to be good
     * @param shown what the user has shown for it; empty: nobody has shown anything, and no session can begin by it
     */
    record Basis(AccountName login, Generation generation, Optional<Logins.Shown> shown) {
        /** Of an account that mail is for, or nobody has logged in to yet. */
        public Basis(AccountName login, Generation generation) {
            this(login, generation, Optional.empty());
        }
    }

    /** A definite no, for a reason other than that the name is unknown. */
    record Refused(Kind kind) implements Denied {}

    /** A finding: every map that has the domain was asked, could answer, and does not have the name. */
    record Unknown() implements Denied {}

    /** Nobody can say now. Never a reason to reject mail for good. The reason is for the log. */
    record Unavailable(String reason, Shown shown) implements Denied {
        public Unavailable(String reason) {
            this(reason, Shown.UNSAID);
        }
    }

    /** What is known of a password while its directory cannot say whether it is right. */
    enum Shown {
        UNSAID,
        /** It is another than the one that was right before: it may have been changed since, or somebody guesses. */
        ANOTHER
    }

    /** Why an account is refused. State is told only to who has shown the right password. */
    enum Kind {
        /** The spelling can name nobody. */
        ADDRESS,
        /** The name is no account's, but a group's or an alias's; of mail: it comes to nobody. */
        NO_MAILBOX,
        /** Wrong, empty or absurd password. */
        CREDENTIALS,
        /** Neither log-in nor mail. */
        DISABLED,
        /** No log-in for now; mail is accepted. */
        LOCKED,
        /** The password or the account is past its date: no log-in; mail is accepted. */
        EXPIRED,
        /** The password is right and must be changed first: no log-in; mail is accepted. */
        MUST_CHANGE,
        /** The directory lets nobody in at this hour, or from here; mail is accepted. */
        HOURS,
        /** The account may not use this service. */
        SERVICE,
        /** The password is right, and not enough. */
        SECOND_FACTOR
    }
}
