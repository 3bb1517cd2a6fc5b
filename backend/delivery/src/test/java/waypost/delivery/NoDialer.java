package waypost.delivery;

import java.util.Optional;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.net.MailDialer;
import waypost.protocol.smtp.LmtpClient;

/** Knows the way to no node. */
final class NoDialer implements MailDialer {
    @Override
    public Optional<Dial> dial(NodeName node) {
        return Optional.empty();
    }

    @Override
    public LmtpClient.Peer peer(NodeName node) {
        throw new UnsupportedOperationException();
    }
}
