package waypost.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import waypost.identity.NodeName;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.SmtpLookup.Found.At;

/**
 * One RCPT for several mailboxes: their nodes are asked one after another, and the client hears one answer, that somebody takes the message, or why nobody
 * does. On the client's event loop.
 */
final class Distribution {
    private final Mailing mailing;
    private final Deque<At> left;
    private final List<Mailing.Refused> refused = new ArrayList<>();
    private boolean accepted;
    private boolean waiting;
    private boolean asking;

    Distribution(Mailing mailing, Collection<At> members) {
        this.mailing = mailing;
        this.left = new ArrayDeque<>(members);
    }

    /** Asks the next one; an answer may be there at once. */
    void next() {
        if (asking) {
            return;
        }
        asking = true;
        while (!waiting && !left.isEmpty()) {
            waiting = true;
            mailing.ask(left.remove(), this::answered);
        }
        asking = false;
        if (!waiting) {
            mailing.distributed(refused, accepted);
        }
    }

    private void answered(Recipient member, NodeName node, SmtpReply reply) {
        waiting = false;
        if (reply.positive()) {
            accepted = true;
        } else {
            if (reply.stale()) {
                mailing.outdated(member);
            }
            refused.add(new Mailing.Refused(member, node, reply));
        }
        next();
    }
}
