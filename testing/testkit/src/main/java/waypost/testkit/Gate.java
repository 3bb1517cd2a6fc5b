package waypost.testkit;

import java.util.List;
import waypost.identity.Referral;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;

/** Decides on log-ins in place of a directory. */
@FunctionalInterface
public interface Gate {
    Decision decide(Credentials credentials);

    /** What becomes of a log-in. */
    sealed interface Decision {}

    record Refuse(Refusal why) implements Decision {}

    record Refer(Referral where) implements Decision {}

    record Serve(ServedSession session, List<String> capabilities) implements Decision {}
}
