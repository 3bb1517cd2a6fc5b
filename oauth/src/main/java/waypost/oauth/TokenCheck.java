package waypost.oauth;

import java.util.Optional;
import waypost.identity.Secret;

/** Whose bearer token this is (RFC 6750), and whether it is good. Any thread. */
public interface TokenCheck {
    /** Blocks for as long as the issuer may take to answer, some seconds at most: for virtual threads. */
    TokenAnswer check(Secret token);

    /** The answer of {@link #check}, if nobody has to be asked for it and no signature looked at. Never blocks, so an event loop may ask it first. */
    Optional<TokenAnswer> cached(Secret token);
}
