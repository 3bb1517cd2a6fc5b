package waypost.net;

import java.util.concurrent.CompletionStage;
import waypost.identity.Referral;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;

/** One try to hand a session to a node. Called on the client's event loop; must not block. */
public interface Forwarding {
    /** How the node is reached. */
    Dial dial();

    /** Called once for each connection that is asked for: again when the node could not be reached, and is tried again. */
    NodeLogin login();

    /** The node lets the client in, who has yet to hear so. */
    void loggedIn();

    /** The node says who has the account. */
    CompletionStage<Verdict> onReferral(Referral referral);

    /** The node says no. */
    CompletionStage<Verdict> onRefusal(Refusal why);

    /** The node cannot be reached, also not when tried again, hangs up, or does not speak the protocol. {@code reason} is for the log. */
    CompletionStage<Verdict> onFailure(String reason);

    /**
     * The last call, exactly once: another verdict took this one's place, or the session it led to has begun. What the client has proved itself with is not
     * kept for as long as a session.
     */
    void ended();
}
