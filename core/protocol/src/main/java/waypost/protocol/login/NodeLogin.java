package waypost.protocol.login;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.protocol.Output;

/**
 * The node's side of a proxied session: logs in to a node on behalf of a client. {@code ImapUpstream}, {@code Pop3Upstream}. Pure; one
 * instance per connection to a node.
 */
public interface NodeLogin {
    /** Called once when the connection stands, or TLS on it that was asked for; may write ahead of the greeting where the protocol allows it. */
    void connected(Output out) throws IOException;

    /** As {@link ClientLogin#receive}: bytes behind the last line of the log-in stay in {@code in} and belong to the client. */
    Step receive(ByteBuffer in, Output out) throws IOException;

    /** How far the log-in has come. */
    sealed interface Step {
        record More() implements Step {}

        /** The node is ready for TLS: {@code behind} goes on inside it, and nothing that was heard in clear does. */
        record StartTls(NodeLogin behind) implements Step {}

        /**
         * From the next byte on, both connections are a pipe.
         *
         * @param back what the node says last when it gives the client back; empty if it does not
         */
        record LoggedIn(List<String> capabilities, Optional<ReturnWord> back) implements Step {
            public LoggedIn(List<String> capabilities) {
                this(capabilities, Optional.empty());
            }
        }

        record Refused(Refusal why, Optional<Referral> referral) implements Step {}

        /** Not the protocol, or a goodbye in place of a greeting; {@code reason} is for the log. */
        record Broken(String reason) implements Step {}
    }
}
