package waypost.protocol.login;

import java.util.Optional;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;

/**
 * What a front end tells a node of the session it hands over. Believed only from a trusted peer on an internal listener.
 *
 * @param client address and port of the client, {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}; empty if unknown
 * @param session id that both nodes' logs carry
 * @param ttl hops left
 * @param directoryId of the account, when the front end knows it
 * @param epoch of the route followed; 0 if unknown
 * @param back how the front end takes the client back; empty if it does not
 * @param shown by the user, to the front end
 * @param limits of the account, as the directory gives them; empty if the front end does not say
 */
public record Forwarded(
        String client,
        String session,
        int ttl,
        Optional<DirectoryId> directoryId,
        long epoch,
        Optional<ReturnWord> back,
        Shown shown,
        Optional<AccountLimits> limits) {
    /** Hops that a session may take through the cluster. */
    public static final int FIRST_TTL = 7;

    /** What a user has shown. */
    public enum Shown {
        /** That he knows the password; or the front end does not say. */
        PASSWORD,
        /** More than that: it is enough of a user who has a second factor. */
        MORE
    }

    public static final Forwarded NONE = new Forwarded("", "", FIRST_TTL, Optional.empty(), 0);

    /** Of a client that is not taken back. */
    public Forwarded(String client, String session, int ttl, Optional<DirectoryId> directoryId, long epoch) {
        this(client, session, ttl, directoryId, epoch, Optional.empty(), Shown.PASSWORD, Optional.empty());
    }

    /** The same, of a client that is taken back at this word. */
    public Forwarded returning(ReturnWord word) {
        return new Forwarded(client, session, ttl, directoryId, epoch, Optional.of(word), shown, limits);
    }

    /** The same, of a user who has shown that. */
    public Forwarded with(Shown what) {
        return new Forwarded(client, session, ttl, directoryId, epoch, back, what, limits);
    }

    /** The same, of an account that has these. */
    public Forwarded with(AccountLimits given) {
        return new Forwarded(client, session, ttl, directoryId, epoch, back, shown, Optional.of(given));
    }
}
