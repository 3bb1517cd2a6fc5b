package waypost.kerberos;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.protocol.sasl.TicketContext;

/** A context of the JDK's Kerberos. */
final class AcceptedContext implements TicketContext {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final ServiceKeys keys;
    private final Realms realms;
    private @Nullable GSSContext begun;

    AcceptedContext(ServiceKeys keys, Realms realms) {
        this.keys = keys;
        this.realms = realms;
    }

    private GSSContext context() throws GSSException {
        GSSContext present = begun;
        if (present == null) {
            present = keys.context();
            begun = present;
        }
        return present;
    }

    @Override
    public Accepted accept(byte[] token) {
        if (!keys.present()) {
            LOG.error("event=alarm why=\"no keys of {} can be read\"", keys.principal());
            return new Accepted.Unavailable();
        }
        try {
            GSSContext context = context();
            byte[] answer = context.acceptSecContext(token, 0, token.length);
            byte[] said = answer == null ? new byte[0] : answer;
            return context.isEstablished() ? established(context, said) : new Accepted.Continued(said);
        } catch (GSSException | CompletionException no) {
            return refused(String.valueOf(no.getMessage()));
        }
    }

    /** RFC 4752 §3.1: without protection of integrity what is said next could be anybody's. */
    private Accepted established(GSSContext context, byte[] answer) throws GSSException {
        String principal = context.getSrcName().toString();
        if (!context.getIntegState()) {
            return refused("no integrity is asked for, by " + principal);
        }
        return realms.user(principal)
                .<Accepted>map(user -> new Accepted.Established(answer, user))
                .orElseGet(() -> refused("nobody is known as " + principal));
    }

    private Accepted refused(String why) {
        LOG.info("event=ticket-refused service={} why=\"{}\"", keys.principal(), LogText.of(why));
        return new Accepted.Refused();
    }

    @Override
    public byte[] wrap(byte[] message) {
        try {
            return context().wrap(message, 0, message.length, new MessageProp(0, false));
        } catch (GSSException notEstablished) {
            throw new IllegalStateException(notEstablished);
        }
    }

    @Override
    public Optional<byte[]> unwrap(byte[] token) {
        try {
            return Optional.of(context().unwrap(token, 0, token.length, new MessageProp(0, false)));
        } catch (GSSException forged) {
            refused(String.valueOf(forged.getMessage()));
            return Optional.empty();
        }
    }
}
