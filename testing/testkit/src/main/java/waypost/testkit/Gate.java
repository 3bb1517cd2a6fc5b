package waypost.testkit;

import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.identity.ScramKeys;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;

/** Decides on log-ins in place of a directory. */
@FunctionalInterface
public interface Gate {
    Decision decide(Credentials credentials);

    /** What a password that is not shown is checked by; empty if nobody can say. */
    default Optional<ScramKeys> keys(Question.Keys wanted) {
        return Optional.empty();
    }

    /** What becomes of a log-in. */
    sealed interface Decision {}

    record Refuse(Refusal why) implements Decision {}

    record Refer(Referral where) implements Decision {}

    record Serve(ServedSession session, List<String> capabilities) implements Decision {}
}
