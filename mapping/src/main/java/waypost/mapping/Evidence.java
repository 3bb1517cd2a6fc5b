package waypost.mapping;

import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/** What a user shows for the name that he gives, as the mapping sees it. */
sealed interface Evidence {
    /** That he knows the password. */
    sealed interface OfPassword extends Evidence {}

    /** The password itself: the map that has the account compares it, and has found no account where it is wrong. */
    record Password(Secret password) implements OfPassword {}

    /** What CRAM-MD5 makes of it, which no map sees. */
    record Digest(ChallengeDigest digest) implements OfPassword {}

    /** What he knows was compared with these keys, and fits. */
    record Keys(ScramKeys keys) implements OfPassword {}

    /** Nothing, or nothing yet: what he has is for somebody else to see. */
    record Name() implements Evidence {}
}
