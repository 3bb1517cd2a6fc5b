package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.net.Dial;
import waypost.net.NetLimits;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.Output;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.SmtpSession;
import waypost.protocol.smtp.SmtpStep;
import waypost.protocol.smtp.Transaction;

/**
 * The SMTP session of one client at a front end: carries bytes to {@link SmtpSession} and does what its steps say. While an answer is
 * awaited nothing is taken, nor from a client that does not read. Owns the legs to the nodes, which serve one transaction after another. On the client's event loop.
 */
final class SmtpFront implements WireHandler {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.smtp");
    private static final SmtpReply ACCEPTED_SENDER = SmtpReply.of(250, "2.1.0", "Sender OK");
    /** Answers that a client may leave unread behind it, sending on; the oldest then stay without DONE. */
    private static final int UNHEARD = 100;

    private final SmtpFrontService service;
    private final Wire wire;
    private final SmtpLookup lookup;
    private final Map<NodeName, MailLeg> legs = new HashMap<>();
    private final Map<NodeName, Set<TransferId>> undone = new HashMap<>();
    private SmtpSession session;
    private final Deque<Mailing> unheard = new ArrayDeque<>();
    private @Nullable Mailing mailing;
    private boolean secured;
    private boolean awaiting;
    private boolean flowStopped;
    private boolean receiving;
    private boolean stopping;
    private boolean revoked;
    private boolean taking;
    private int delivered;
    private String asked = "";

    SmtpFront(SmtpFrontService service, Wire wire) {
        this.service = service;
        this.wire = wire;
        this.lookup = new SmtpLookup(service);
        this.session = new SmtpSession(service.offered().apply(wire.peer()));
    }

    SmtpFrontService service() {
        return service;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void connected(Wire stands) {
        session = new SmtpSession(service.offered().apply(stands.peer()));
        stands.limit(service.offered().apply(stands.peer()).maxLine());
        stands.idleAfter(service.idle());
        if (!secured) {
            write(session::greet);
        }
    }

    @Override
    public void received(Wire from, ByteBuffer in) {
        delivered++;
        receiving = true;
        write(out -> {
            boolean more = true;
            while (more && !awaiting) {
                more = follow(session.receive(in, out), out);
            }
        });
        receiving = false;
    }

    /** Does what the step says; returns whether to read on at once. */
    private boolean follow(SmtpStep step, Output out) throws IOException {
        switch (step) {
            case SmtpStep.More _ -> {
                return false;
            }
            case SmtpStep.StartTls _ -> {
                startTls();
                return false;
            }
            case SmtpStep.Authenticate(var credentials) -> authenticate(credentials);
            case SmtpStep.Ask(var question) -> ask(question);
            case SmtpStep.Mail(var transaction) -> {
                Transaction whole = lookup.transaction(transaction, session, wire);
                mailing = new Mailing(this, whole);
                session.mailAnswered(ACCEPTED_SENDER, out);
            }
            case SmtpStep.Rcpt(var recipient) -> locate(recipient);
            case SmtpStep.DataBegins _ -> {
                await();
                mailing().dataWanted();
            }
            case SmtpStep.Content(var slice) -> content(slice);
            case SmtpStep.ContentEnds _ -> {
                await();
                mailing().contentEnded();
            }
            case SmtpStep.ContentRefused _, SmtpStep.Reset _ -> drop();
            case SmtpStep.Heard _ -> heard();
            case SmtpStep.Keep _, SmtpStep.Done _ -> throw new IllegalStateException("between nodes only: " + step);
            case SmtpStep.Close(var ending) -> {
                drop(); // a QUIT that shows anything was Heard before
                wire.closeAfterFlush("client " + ending.name().toLowerCase(java.util.Locale.ROOT));
                return false;
            }
        }
        return !flowStopped;
    }

    private Mailing mailing() {
        Mailing present = mailing;
        if (present == null) {
            throw new IllegalStateException("no transaction");
        }
        return present;
    }

    private void startTls() {
        secured = true;
        drop();
        service.startTls()
                .ifPresentOrElse(tls -> wire.startTls(tls, this), () -> wire.close("STARTTLS is not offered"));
    }

    /** Nothing more is taken until the answer is there; what comes until then was not sent in answer to it. */
    private void await() {
        awaiting = true;
        wire.pauseReading();
    }

    private void answer(Consumer<Output> saying) {
        awaiting = false;
        saying.accept(wire.output());
        wire.flush();
        if (revoked) {
            revoked(wire);
        } else if (stopping) {
            shutdown(wire);
        }
        readOn();
    }

    /** Also without bytes the session has something to learn: that nothing was sent ahead of an answer, or that a chunk is complete. */
    private void readOn() {
        if (!wire.writable()) {
            return; // until writabilityChanged
        }
        int before = delivered;
        wire.resumeReading();
        if (delivered == before && !awaiting && !receiving) {
            received(wire, ByteBuffer.allocate(0));
        }
    }

    /** Replies do not pile up: what they answer is read when those before have left. */
    @Override
    public void writabilityChanged(Wire changed) {
        if (!changed.writable()) {
            changed.pauseReading();
        } else {
            changed.loop().execute(this::readOnIfIdle); // within this call nothing can be read, which would look like
            // nothing sent ahead
        }
    }

    private void readOnIfIdle() {
        if (wire.open() && !awaiting && !flowStopped) {
            readOn();
        }
    }

    private void authenticate(Credentials credentials) {
        await();
        lookup.authenticate(
                credentials,
                wire,
                refusal -> answer(out -> write(same -> {
                    if (refusal.isEmpty()) {
                        session.authenticated(out);
                    } else {
                        follow(session.refused(refusal.orElse(Refusal.UNAVAILABLE), out), out);
                    }
                })));
    }

    private void ask(Question question) {
        await();
        lookup.ask(question, wire, reply -> answer(out -> write(same -> follow(session.told(reply, out), out))));
    }

    private void locate(Recipient recipient) {
        await();
        asked = recipient.address().toString();
        lookup.locate(recipient, wire, found -> located(found, (at, reply) -> answered(recipient, at, reply)));
    }

    private void located(SmtpLookup.Found found, BiConsumer<SmtpLookup.Found.At, SmtpReply> answered) {
        switch (found) {
            case SmtpLookup.Found.Nowhere(var reply) -> recipientAnswered(reply);
            case SmtpLookup.Found.At at -> mailing().ask(at, reply -> answered.accept(at, reply));
            case SmtpLookup.Found.Spread(var members) -> mailing().ask(members);
        }
    }

    /** Memory may be wrong about a name. Where the directory itself is, the client is to come again. */
    private void answered(Recipient recipient, SmtpLookup.Found.At at, SmtpReply reply) {
        if (!reply.stale()) {
            recipientAnswered(reply);
            return;
        }
        lookup.locateAgain(recipient, at, wire, found -> located(found, (_, last) -> recipientAnswered(last)));
    }

    void recipientAnswered(SmtpReply reply) {
        if (!reply.positive()) {
            LOG.info("event=recipient-refused {} to={} answer=\"{}\"", wire, asked, LogText.of(reply.toString()));
        }
        answer(out -> write(same -> session.recipientAnswered(reply.stale() ? Mailing.STUCK : reply, out)));
    }

    void dataAccepted() {
        taking = true;
        answer(out -> write(same -> session.dataAccepted(out)));
    }

    /** The transaction is over: after the content, or instead of it. */
    void answered(SmtpReply reply, boolean contentBegan) {
        if (reply.positive()) {
            unheard.add(mailing());
            if (unheard.size() > UNHEARD) {
                unheard.remove();
            }
        }
        mailing = null;
        taking = false;
        answer(out -> write(same -> {
            if (contentBegan) {
                session.contentAnswered(List.of(reply), out);
            } else {
                session.dataRefused(reply, out);
            }
        }));
    }

    private void content(ByteBuffer slice) {
        mailing().content(slice);
        if (!mailing().flows()) {
            flowStopped = true;
            wire.pauseReading();
        }
    }

    void contentMayFlow() {
        if (flowStopped) {
            flowStopped = false;
            readOn();
        }
    }

    /** Who has read an answer has read those before it. */
    private void heard() {
        unheard.forEach(Mailing::heard);
        unheard.clear();
    }

    private void drop() {
        Mailing present = mailing;
        if (present != null) {
            present.abandon();
            mailing = null;
            taking = false;
        }
    }

    /** The connection to a node, opened if there is none. */
    Optional<MailLeg> leg(NodeName node, Mailing events) {
        MailLeg present = legs.get(node);
        if (present != null && present.usable()) {
            return Optional.of(present);
        }
        return service.dialer().dial(node).map(dial -> open(node, dial, events));
    }

    private MailLeg open(NodeName node, Dial dial, Mailing events) {
        MailLeg leg = new MailLeg(
                node, new LmtpClient(service.dialer().peer(node)), events, transfer -> undone(node, transfer));
        legs.put(node, leg);
        service.net().connect(dial.besides(wire), leg);
        Set<TransferId> before = Optional.ofNullable(undone.remove(node)).orElse(Set.of());
        before.forEach(leg::done); // DONE goes ahead of the next MAIL
        return leg;
    }

    private void undone(NodeName node, TransferId transfer) {
        undone.computeIfAbsent(node, any -> new LinkedHashSet<>()).add(transfer);
        service.courier().owe(node, transfer);
    }

    void forget(MailLeg leg) {
        legs.remove(leg.node(), leg);
        contentMayFlow();
    }

    private interface Writing {
        void write(Output out) throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.write(wire.output());
            wire.flush();
        } catch (IOException gone) {
            wire.close(String.valueOf(gone.getMessage()));
        }
    }

    private void goodbye(String line, String why) {
        write(out -> out.text(line + "\r\n"));
        wire.closeAfterFlush(why);
    }

    @Override
    public void overflow(Wire full) {
        goodbye("500 5.5.6 Line too long", "line too long");
    }

    @Override
    public void idle(Wire silent) {
        if (!awaiting) {
            goodbye("421 4.4.2 Timeout", "idle");
        }
    }

    /** A message under way comes to its end first. */
    @Override
    public void shutdown(Wire ending) {
        stopping = true;
        if (!awaiting && mailing == null) {
            goodbye("421 4.3.2 Service shutting down", "shutdown");
        }
    }

    /** A message that is under way may still come to its end, if that is soon. */
    @Override
    public void revoked(Wire ending) {
        if (!awaiting && !taking) {
            drop();
            goodbye("421 4.7.0 Session ended by the server, log in again", "log-in revoked");
        } else if (!revoked) {
            ending.schedule(NetLimits.GOODBYE, () -> {
                taking = false;
                revoked(ending);
            });
        }
        revoked = true;
    }

    /** Who ends a connection in order has read what he was told. */
    @Override
    public void ended(Wire from) {
        heard();
    }

    @Override
    public void closed(Wire gone, String why) {
        drop();
        List.copyOf(legs.values()).forEach(MailLeg::end);
    }
}
