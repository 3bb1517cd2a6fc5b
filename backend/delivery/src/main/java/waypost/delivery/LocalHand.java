package waypost.delivery;

import java.io.IOException;
import java.util.function.Supplier;
import waypost.identity.NodeName;
import waypost.message.Octets;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;

/** Hands on to accounts of this node. */
final class LocalHand implements Hand {
    private final Reception reception;

    LocalHand(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Handed offer(NodeName node, Supplier<Transaction> transaction, Recipient recipient, Octets content) {
        return switch (reception.begin(transaction.get())) {
            case Reception.Opening.Declined(var reply) -> new Handed.Answered(reply);
            case Reception.Opening.Opened(var _, var receiving) -> receive(receiving, recipient, content);
        };
    }

    private static Handed receive(Reception.Receiving receiving, Recipient recipient, Octets content) {
        SmtpReply accepted = receiving.recipient(recipient);
        if (!accepted.positive()) {
            receiving.abandon();
            return new Handed.Answered(accepted);
        }
        try {
            content.read(0, content.length(), receiving::content);
        } catch (IOException unreadable) {
            receiving.abandon();
            return new Handed.Unreadable(String.valueOf(unreadable.getMessage()));
        }
        return new Handed.Answered(receiving.finish().getFirst());
    }
}
