package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.protocol.Output;
import waypost.protocol.Remainder;
import waypost.protocol.ServedSession;

/**
 * The server's side of LMTP (RFC 2033) on a node: drives a {@link SmtpSession} and asks {@link Reception}. Blocking, on the virtual thread
 * that calls.
 */
public final class LmtpSession implements ServedSession {
    private final SmtpSession machine;
    private final Reception reception;
    private final Entrance entrance;
    private final Remainder remainder = new Remainder();
    private Optional<Reception.Receiving> receiving = Optional.empty();

    /** How the session begins. */
    private enum Entrance {
        WITH_GREETING,
        AFTER_LOGIN
    }

    private LmtpSession(SmtpSession machine, Reception reception, Entrance entrance) {
        this.machine = machine;
        this.reception = reception;
        this.entrance = entrance;
    }

    /** For a peer that needs no log-in, a mail server in a trusted network: begins with the greeting. */
    public static LmtpSession open(SmtpService service, Reception reception) {
        return new LmtpSession(new SmtpSession(service), reception, Entrance.WITH_GREETING);
    }

    /** For a peer that {@link LmtpLogin} let in. */
    public static LmtpSession afterLogin(SmtpService service, Reception reception) {
        return new LmtpSession(SmtpSession.behindLogin(service), reception, Entrance.AFTER_LOGIN);
    }

    @Override
    public void opened(Output out, Wakeup wakeup) throws IOException {
        if (entrance == Entrance.WITH_GREETING) {
            machine.greet(out);
            out.flush();
        }
    }

    @Override
    public void received(ByteBuffer in, Output out) throws IOException {
        ByteBuffer bytes = remainder.join(in);
        while (serve(machine.receive(bytes, out), out)) {
            // each step is answered by then
        }
        remainder.keep(bytes);
        out.flush();
    }

    /** Returns whether to go on. */
    private boolean serve(SmtpStep step, Output out) throws IOException {
        switch (step) {
            case SmtpStep.More() -> {
                return false;
            }
            case SmtpStep.Mail(var transaction) -> machine.mailAnswered(begin(transaction), out);
            case SmtpStep.Rcpt(var recipient) ->
                machine.recipientAnswered(receiving.orElseThrow().recipient(recipient), out);
            case SmtpStep.DataBegins() -> {
                machine.dataAccepted(out);
                out.flush();
            }
            case SmtpStep.Content(var slice) -> receiving.orElseThrow().content(slice);
            case SmtpStep.ContentEnds() -> {
                machine.contentAnswered(receiving.orElseThrow().finish(), out);
                receiving = Optional.empty();
            }
            case SmtpStep.ContentRefused _, SmtpStep.Reset() -> abandon();
            case SmtpStep.Keep(var transaction, var recipients) ->
                machine.orderAnswered(reception.keep(transaction, recipients), out);
            case SmtpStep.Done(var transfer) -> machine.orderAnswered(reception.done(transfer), out);
            case SmtpStep.Heard() -> {}
            case SmtpStep.Close _ -> {
                abandon();
                out.close();
                return false;
            }
            case SmtpStep.StartTls(), SmtpStep.Ask _, SmtpStep.Authenticate _ ->
                throw new IllegalStateException("offered to a session that is served: " + step);
        }
        return true;
    }

    private SmtpReply begin(Transaction transaction) {
        return switch (reception.begin(transaction)) {
            case Reception.Opening.Opened(var reply, var opened) -> {
                receiving = Optional.of(opened);
                yield reply;
            }
            case Reception.Opening.Declined(var reply) -> reply;
        };
    }

    private void abandon() {
        receiving.ifPresent(Reception.Receiving::abandon);
        receiving = Optional.empty();
    }

    @Override
    public void woken(Output out) {}

    /** RFC 5321 §3.8. */
    @Override
    public boolean shutdown(Output out) throws IOException {
        boolean between = receiving.isEmpty() && remainder.isEmpty();
        if (between) {
            Replies.SHUTTING_DOWN.write(out);
        }
        return between;
    }

    @Override
    public void closed() {
        abandon();
    }
}
