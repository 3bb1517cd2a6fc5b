package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.ClientLogin.Goodbye;
import waypost.protocol.login.ClientLogin.Step;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Reply;

/**
 * A client's connection until it is logged in: carries bytes to a {@link ClientLogin} and does what its steps say. Nothing is taken while an
 * {@link Admission} or a {@link Asking} is under way, nor from a client that does not read. Next: a served session, or a relay; and behind them this again, for a
 * client that has taken back its log-in (RFC 8437). On the client's loop.
 */
final class LoginFlow implements WireHandler {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    /** Octets that are answered before it is looked whether the answers leave: one read may bring thousands of commands. */
    private static final int SLICE = 512;

    private final LoginService service;
    private @Nullable ClientLogin login;
    private @Nullable Admission admission;
    private @Nullable Asking asking;
    private Wire.@Nullable Timer total;
    private boolean greeted;
    private int failures;
    private boolean stopping;

    LoginFlow(LoginService service) {
        this.service = service;
    }

    LoginService service() {
        return service;
    }

    @Override
    public void connected(Wire wire) {
        wire.behind(null);
        ClientLogin fresh = service.logins().apply(wire.peer());
        fresh.failed(failures);
        login = fresh;
        wire.limit(service.limits().unread());
        wire.idleAfter(service.limits().idle());
        if (total == null) {
            total = wire.schedule(service.limits().total(), () -> goodbye(wire, Goodbye.IDLE, "log-in takes too long"));
        }
        if (!greeted) {
            greeted = true;
            act(wire, out -> {
                fresh.greet(out);
                return new Step.More();
            });
        }
    }

    @Override
    public void received(Wire wire, ByteBuffer in) {
        int end = in.limit();
        int slice = SLICE;
        boolean more = true;
        while (more) {
            int begin = in.position();
            in.limit(Math.min(end, begin + slice));
            Step step = act(wire, out -> login().receive(in, out));
            more = step instanceof Step.More && in.limit() < end;
            if (more && !wire.writable()) {
                wire.pauseReading();
                more = false;
            }
            slice = in.position() == begin ? 2 * slice : SLICE; // a line may be longer
        }
        in.limit(end);
    }

    private ClientLogin login() {
        ClientLogin present = login;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        return present;
    }

    /** Something that writes to the client and says what follows. */
    private interface Saying {
        Step say(Output out) throws IOException;
    }

    private Step act(Wire wire, Saying saying) {
        try {
            Step step = saying.say(wire.output());
            wire.flush();
            follow(wire, step);
            return step;
        } catch (IOException gone) {
            wire.close(Failures.text(gone));
            return new Step.Close();
        }
    }

    private void follow(Wire wire, Step step) {
        switch (step) {
            case Step.More() -> {}
            case Step.StartTls() -> startTls(wire);
            case Step.Authenticate(var credentials) -> {
                wire.pauseReading();
                Admission begun = new Admission(this, wire, login().forwarded());
                admission = begun;
                begun.begin(credentials);
            }
            case Step.Ask(var question) -> {
                wire.pauseReading();
                Asking begun = new Asking(service, wire, reply -> told(wire, reply));
                asking = begun;
                begun.begin(question);
            }
            case Step.Close() -> wire.closeAfterFlush("client logs out");
        }
    }

    private void told(Wire wire, Optional<Reply> reply) {
        act(wire, out -> login().told(reply, out));
        goOn(wire);
    }

    private void startTls(Wire wire) {
        login = null;
        service.startTls()
                .ifPresentOrElse(tls -> wire.startTls(tls, this), () -> wire.close("STARTTLS is not offered"));
    }

    /** The answer to a log-in: no. The client may try again. */
    void refused(Wire wire, Refusal why) {
        act(wire, out -> login().refused(why, out));
        goOn(wire);
    }

    /** The answer to a log-in: at another node. */
    void referred(Wire wire, Referral where) {
        act(wire, out -> login().referred(where, out));
        goOn(wire);
    }

    private void goOn(Wire wire) {
        admission = null;
        asking = null;
        if (stopping) {
            shutdown(wire);
        } else {
            throttle(wire);
        }
    }

    @Override
    public void writabilityChanged(Wire wire) {
        if (free()) {
            throttle(wire);
        }
    }

    /** Whether nobody is asked anything. */
    private boolean free() {
        return admission == null && asking == null;
    }

    /** Answers do not pile up: what they answer is read when those before have left. */
    private static void throttle(Wire wire) {
        if (wire.writable()) {
            wire.resumeReading();
        } else {
            wire.pauseReading();
        }
    }

    /** The answer to a log-in: yes. From here on this object only waits for the client to come back. */
    void succeeded(Wire wire, List<String> capabilities) {
        admission = null;
        act(wire, out -> {
            login().succeeded(capabilities, out);
            return new Step.More();
        });
        cancelTotal();
        failures = login().failures();
        login = null;
    }

    void served(Wire wire, List<String> capabilities, Supplier<ServedSession> session) {
        WireHandler next =
                login().forwarded().back().<WireHandler>map(GivingBack::new).orElse(this);
        succeeded(wire, capabilities);
        wire.serve(session.get(), service.sessionIdle(), next);
    }

    private void goodbye(Wire wire, Goodbye why, String log) {
        ClientLogin present = login;
        if (present != null) {
            act(wire, out -> {
                present.goodbye(why, out);
                return new Step.More();
            });
        }
        wire.closeAfterFlush(log);
    }

    @Override
    public void overflow(Wire wire) {
        goodbye(wire, Goodbye.LINE_TOO_LONG, "line too long");
    }

    @Override
    public void idle(Wire wire) {
        goodbye(wire, Goodbye.IDLE, "idle before log-in");
    }

    /** A log-in under way is decided first. */
    @Override
    public void shutdown(Wire wire) {
        stopping = true;
        if (free()) {
            goodbye(wire, Goodbye.SHUTDOWN, "shutdown");
        }
    }

    @Override
    public void closed(Wire wire, String why) {
        cancelTotal();
        Admission under = admission;
        if (under != null) {
            admission = null;
            under.abandon();
        }
        if (asking != null) {
            asking.abandon();
            asking = null;
        }
        LOG.debug("event=closed-before-login service={} {} why=\"{}\"", service.name(), wire, why);
    }

    private void cancelTotal() {
        if (total != null) {
            total.cancel();
            total = null;
        }
    }
}
