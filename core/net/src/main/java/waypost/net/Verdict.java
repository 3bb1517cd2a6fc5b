package waypost.net;

import java.util.List;
import java.util.function.Supplier;
import waypost.identity.Referral;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Refusal;

/** What a {@link Gatekeeper} says to a log-in. */
public sealed interface Verdict {
    /**
     * This node serves the session.
     *
     * @param session called exactly once, on the event loop, so it must not block; the session's {@code closed} follows in any case, also
     *     when the client is gone before the verdict
     * @param capabilities to announce with the success line
     */
    record Serve(Supplier<ServedSession> session, List<String> capabilities) implements Verdict {}

    /** A verdict on a log-in that may be taken back: holds for all that follows from it, at other nodes too. */
    record Revocable(Verdict verdict, Permit permit) implements Verdict {}

    record Refuse(Refusal why) implements Verdict {}

    /** To a peer on an internal listener: the account is at another node. */
    record Refer(Referral where) implements Verdict {}

    /** Another node serves the session. */
    record Forward(Forwarding forwarding) implements Verdict {}
}
