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
     * @param granted to a user who has shown who he is
     * @param end is called at most once, on any thread, maybe before this returns
     */
    Login begin(Answer.Granted granted, Claim claim, Consumer<Ended> end);

    /** Ends all sessions that an account has now; answers how many. */
    int end(DirectoryId account);

    /** What an account has at its node is not what it was: its log-ins are looked at again. */
    void secretsChanged(DirectoryId account);

    /**
     * What a session is for.
     *
     * @param moment before anybody was asked about it
     */
    record Claim(Service service, long moment) {}

    /** What a user has shown. */
    sealed interface Shown {
        Shown PASSWORD = new Password();
        Shown PASSWORD_AND_CODE = new PasswordAndCode();
        Elsewhere VOUCHED = new Vouched();

        /** The password, or that he knows it: over when there is another, or when that is not enough any more. */
        record Password() implements Shown {}

        /** The password and a code of his authenticator: over when there is another password. */
        record PasswordAndCode() implements Shown {}

        /** What the directory has nothing to do with: somebody else has found that it is good. */
        sealed interface Elsewhere extends Shown {}

        /** One that his node has made: over when the node knows it no more. */
        record AppPassword(String id) implements Elsewhere {}

        /** The word of somebody who knows the user by other means: a token, a certificate, a ticket. */
        record Vouched() implements Elsewhere {}
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
        /** The password alone is not enough any more. */
        SECOND_FACTOR,
        /** By somebody's order. */
        REVOKED
    }
}
