package waypost.protocol.link;

import java.util.Set;
import waypost.identity.Referral;

/** What a node says of what it was asked. */
public sealed interface SecretsSaid {
    /**
     * What there is.
     *
     * @param secondFactor whether the password alone is not enough
     * @param appPasswords ids of those that are good for something now
     */
    record Holds(boolean secondFactor, Set<String> appPasswords) implements SecretsSaid {
        public static final Holds NOTHING = new Holds(false, Set.of());

        public Holds {
            appPasswords = Set.copyOf(appPasswords);
        }
    }

    record Right() implements SecretsSaid {}

    /** Or there is none; these are never told apart. */
    record Wrong() implements SecretsSaid {}

    /** It is right, and past its time. */
    record Expired() implements SecretsSaid {}

    /** It is right, but not for this service, or not from there. */
    record OutOfScope() implements SecretsSaid {}

    /** Another node has the account. */
    record Elsewhere(Referral where) implements SecretsSaid {}

    /** The node cannot say now, or what it says is of a kind that only a newer release knows. */
    record Unsure() implements SecretsSaid {}
}
