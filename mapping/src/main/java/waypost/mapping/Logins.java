package waypost.mapping;

import java.util.function.Consumer;
import waypost.identity.DirectoryId;

/** The log-ins on which sessions rest: who has begun one hears when it stands no more. Any thread; never blocks. */
public interface Logins {
    /** To be taken before a log-in is asked about: what is told to have changed from then on is seen by {@link #begin}. */
    long moment();

    /**
     * A session begins by a log-in that was granted. It is looked at again when its entry changes, and once in a while.
     *
     * @param end is called at most once, on any thread, maybe before this returns
     */
    Login begin(Answer.Granted granted, Claim claim, Consumer<Ended> end);

    /** Ends all sessions that an account has now; answers how many. */
    int end(DirectoryId account);

    /**
     * What a session is for, and how its user came to it.
     *
     * @param moment before anybody was asked about it
     */
    record Claim(Service service, Shown shown, long moment) {}

    /** What a user has shown. */
    enum Shown {
        /** The password, or that he knows it: over when there is another. */
        PASSWORD,
        /** The word of somebody who knows the user by other means: a token, a certificate. */
        VOUCHED
    }

    /** One that stands. */
    interface Login {
        /** The session is over. */
        void over();
    }

    /** Why a log-in stands no more. */
    enum Ended {
        /** The directory has the entry no more, or nobody can log in by it. */
        GONE,
        DISABLED,
        EXPIRED,
        /** The account may not use the service any more. */
        SERVICE,
        PASSWORD_CHANGED,
        /** By somebody's order. */
        REVOKED
    }
}
