package waypost.delivery;

import java.util.Optional;
import java.util.function.Supplier;
import waypost.identity.NodeName;
import waypost.message.Octets;
import waypost.net.Dial;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.Transaction;

/** Hands on to another node by LMTP, over a connection of its own. */
final class LmtpHand implements Hand {
    private final Net net;
    private final MailDialer dialer;

    LmtpHand(Net net, MailDialer dialer) {
        this.net = net;
        this.dialer = dialer;
    }

    @Override
    public Handed offer(NodeName node, Supplier<Transaction> transaction, Recipient recipient, Octets content) {
        Optional<Dial> dial = dialer.dial(node);
        if (dial.isEmpty()) {
            return new Handed.Lost(node + " has no address for mail");
        }
        LmtpConversation conversation = new LmtpConversation(new LmtpClient(dialer.peer(node)));
        Wire wire = net.connect(dial.get(), conversation);
        try {
            return conversation.hand(wire, transaction, recipient, content);
        } finally {
            wire.loop().execute(() -> wire.closeAfterFlush("handed on"));
        }
    }
}
