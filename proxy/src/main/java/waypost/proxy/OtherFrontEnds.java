package waypost.proxy;

import java.util.function.Consumer;
import waypost.protocol.link.LinkMessage;

/** What the other front ends of the cluster tell this one, and what it tells them. Best effort, in no order, and more than once. Any thread; blocks for the disk. */
public final class OtherFrontEnds {
    private final KeyAgreement agreement;
    private final Consumer<LinkMessage.OfFrontEnds> everybody;

    /** @param everybody takes what all others are to be told, without blocking */
    public OtherFrontEnds(KeyAgreement agreement, Consumer<LinkMessage.OfFrontEnds> everybody) {
        this.agreement = agreement;
        this.everybody = everybody;
    }

    /** @param node takes what one of them is to be told, which can be told something from now on */
    public void reached(Consumer<LinkMessage.OfFrontEnds> node) {
        node.accept(new LinkMessage.Key(agreement.key()));
    }

    /** @param reply takes what whoever said this is to be told */
    public void heard(LinkMessage.OfFrontEnds message, Consumer<LinkMessage.OfFrontEnds> reply) {
        switch (message) {
            case LinkMessage.Key(var key) -> {
                if (agreement.heard(key)) {
                    everybody.accept(message);
                } else if (!key.equals(agreement.key())) {
                    reply.accept(new LinkMessage.Key(agreement.key()));
                }
            }
        }
    }
}
