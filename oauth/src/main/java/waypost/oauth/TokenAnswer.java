package waypost.oauth;

import java.time.Instant;
import java.util.Set;

/** What is to be said of a token. None of it holds the token; what others said is bounded and fit for the log. */
public sealed interface TokenAnswer {
    /**
     * The token is good.
     *
     * @param name whose it is, as the issuer spells it: an address, mostly
     * @param until when it ends; where the issuer has not said, when it should be asked again
     * @param scopes what it is for, in the issuer's words
     */
    record User(String name, Instant until, Set<String> scopes) implements TokenAnswer {
        public User {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * A definite no.
     *
     * @param why for the log; a client is told no more than that its token is refused
     */
    record Refused(String why) implements TokenAnswer {}

    /**
     * Nobody can say now: no reason for a client to throw its token away.
     *
     * @param why for the log
     */
    record Unavailable(String why) implements TokenAnswer {}
}
