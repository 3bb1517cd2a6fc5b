package waypost.proxy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.net.Peer;
import waypost.net.ServerTls;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.SmtpService;
import waypost.proxy.Outcome.LateRefusals;

/**
 * What all SMTP sessions of a listener have in common.
 *
 * @param service {@code SMTP} for mail from other servers, {@code SUBMISSION} for mail from users
 * @param offered what one connection is offered, from what is known of its peer
 * @param startTls what the client may ask for; empty where TLS is not offered or runs already
 * @param logins who recipients are, and who logs in
 * @param passwords those that the nodes check
 * @param courier brings DONE where a connection was lost
 * @param blocking runs look-ups, each on a virtual thread
 * @param late what becomes of a recipient refused for good after others have the message; empty: nothing
 */
public record SmtpFrontService(
        Net net,
        Service service,
        Function<Peer, SmtpService> offered,
        Optional<ServerTls> startTls,
        GuardedLogins logins,
        NodePasswords passwords,
        Nodes nodes,
        LearnedRoutes learned,
        MailDialer dialer,
        DoneCourier courier,
        Executor blocking,
        RandomGenerator random,
        InstantSource clock,
        Duration idle,
        Optional<Kept.Purpose> late) {

    Mapping mapping() {
        return logins.mapping();
    }

    /** The handler of one accepted connection. */
    public WireHandler handler(Wire wire) {
        return new SmtpFront(this, wire);
    }

    LateRefusals lateRefusals() {
        return late.isPresent() ? LateRefusals.KEEP : LateRefusals.DROP;
    }

    Kept.Purpose latePurpose() {
        return late.orElse(Kept.Purpose.REPORT);
    }
}
