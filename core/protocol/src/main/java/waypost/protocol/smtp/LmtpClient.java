package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.identity.TransferId;
import waypost.protocol.Output;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Xclient;
import waypost.protocol.sasl.InitialResponse;
import waypost.protocol.smtp.SmtpService.Dialect;

/**
 * Our side of a connection to a node that takes mail: a Waypost node by LMTP with its extension, or a foreign one by LMTP or ESMTP. Pure;
 * one thread at a time; for one transaction after another. Commands are pipelined where the peer allows it, else queued. What a transaction
 * needs and the peer lacks is refused here, as the peer would.
 *
 * <p>Order of calls: {@link #connected}, and again behind {@link LmtpEvent.StartTls}; after Ready {@link #mail}, {@link #recipient}s; when all are answered {@link #data}; when
 * {@link #flowing} (or after GoAhead) {@link #content}, {@link #contentEnds}; when each accepted recipient was answered, the next.
 */
public final class LmtpClient {
    private final Peer peer;
    private final SmtpReplyReader replies = new SmtpReplyReader();
    private final Deque<Exchange> unsent = new ArrayDeque<>();
    private final Deque<Expected> awaited = new ArrayDeque<>();
    private final Deque<LmtpEvent> events = new ArrayDeque<>();
    private final List<Integer> accepted = new ArrayList<>();

    private Opening opening;
    private Features features = Features.NONE;
    private Optional<SmtpReply> lacking = Optional.empty();
    private Optional<Transaction> unsaid = Optional.empty();
    private Transaction.Encoding encoding = Transaction.Encoding.ASCII;
    private String ownTrace = "";
    private Xclient announced = Xclient.NONE;
    private int recipients;
    private Optional<ContentWriter> content = Optional.empty();

    /**
     * @param name that we greet with
     */
    public record Peer(Dialect dialect, Kind kind, Opening opening, String name, Login login) {}

    /** Whose node it is. */
    public enum Kind {
        /** Of the cluster: it announces WAYPOST to those it trusts, or is of no use. */
        WAYPOST,
        /** Another product's: told nothing that only nodes may know, and not believed where an account is. */
        FOREIGN
    }

    /** How to log in, if at all. */
    public sealed interface Login {
        record None() implements Login {}

        record Password(String user, Secret password) implements Login {}

        /** By our certificate, or in process. */
        record Certificate() implements Login {}
    }

    private record Exchange(String line, Expected expected) {}

    public LmtpClient(Peer peer) {
        this.peer = peer;
        this.opening = peer.opening();
    }

    /** The connection stands, and the peer greets first; or TLS stands on it, and we do. */
    public void connected(Output out) throws IOException {
        switch (opening) {
            case GREETING, STARTTLS -> awaited.add(new Expected.Greeting());
            case INSIDE_TLS -> hello(new Expected.Hello(), out);
        }
    }

    /** What the node announced last. */
    public Features features() {
        return features;
    }

    /** Whether {@link #content} may be called. */
    public boolean flowing() {
        return content.isPresent();
    }

    /** Whether nothing is under way: {@link #mail} may be called. */
    public boolean atRest() {
        return awaited.isEmpty() && unsent.isEmpty() && content.isEmpty();
    }

    /** Reads up to the next event. Called again until it says {@link LmtpEvent.More}; also after each order, which may have an answer here. */
    public LmtpEvent receive(ByteBuffer in, Output out) throws IOException {
        while (events.isEmpty()) {
            switch (replies.next(in)) {
                case SmtpReplyReader.Reading.Partial() -> {
                    return new LmtpEvent.More();
                }
                case SmtpReplyReader.Reading.Broken(var reason) -> {
                    return new LmtpEvent.Broken(reason);
                }
                case SmtpReplyReader.Reading.Whole(var reply) -> heard(reply, out);
            }
        }
        return events.remove();
    }

    private void heard(SmtpReply reply, Output out) throws IOException {
        Optional<Expected> expected = Optional.ofNullable(awaited.poll());
        if (expected.isEmpty()) {
            events.add(new LmtpEvent.Broken("unexpected: " + reply));
            return;
        }
        if (reply.code() == 421) { // RFC 5321 §3.8: the peer is closing, whatever was asked
            events.add(new LmtpEvent.Broken("closing: " + reply));
            return;
        }
        interpret(expected.get(), peer.kind() == Kind.FOREIGN ? reply.ofForeign() : reply, out);
        while (!unsent.isEmpty() && (features.pipelining() || awaited.isEmpty())) {
            send(unsent.remove(), out);
        }
    }

    private void interpret(Expected expected, SmtpReply reply, Output out) throws IOException {
        switch (expected) {
            case Expected.Start start -> started(start, reply, out);
            case Expected.Client() -> {
                if (!reply.positive()) {
                    events.add(new LmtpEvent.Broken("XCLIENT: " + reply));
                }
            }
            case Expected.Mail() -> events.add(new LmtpEvent.MailAnswered(reply));
            case Expected.Rcpt(var index) -> {
                if (reply.positive()) {
                    accepted.add(index);
                }
                events.add(new LmtpEvent.RecipientAnswered(index, reply));
            }
            case Expected.Data() -> goAhead(reply, out);
            case Expected.Chunk() -> {
                if (!reply.positive()) {
                    events.add(new LmtpEvent.Broken("BDAT: " + reply));
                }
            }
            case Expected.Delivery(var index) -> events.add(new LmtpEvent.Delivered(index, reply));
            case Expected.OneForAll(var all) -> all.forEach(index -> events.add(new LmtpEvent.Delivered(index, reply)));
            case Expected.Keep(var transfer) -> events.add(new LmtpEvent.KeepAnswered(transfer, reply));
            case Expected.Done(var transfer) -> events.add(new LmtpEvent.DoneAnswered(transfer, reply));
            case Expected.Reset() -> events.add(new LmtpEvent.ResetAnswered(reply));
            case Expected.Quit() -> events.add(new LmtpEvent.Farewell());
        }
    }

    private void started(Expected.Start step, SmtpReply reply, Output out) throws IOException {
        if (reply.code() / 100 != 2) {
            events.add(new LmtpEvent.NotReady(reply));
            return;
        }
        switch (step) {
            case Expected.Greeting() -> hello(new Expected.Hello(), out);
            case Expected.Hello() -> {
                announced(reply);
                if (opening == Opening.STARTTLS) {
                    startTls(out);
                } else {
                    login(out);
                }
            }
            case Expected.StartTls() -> {
                opening = Opening.INSIDE_TLS;
                features = Features.NONE; // RFC 3207 §4.2: what was said in clear counts for nothing
                events.add(new LmtpEvent.StartTls());
            }
            case Expected.LoggedIn() -> hello(new Expected.HelloAgain(), out);
            case Expected.HelloAgain() -> {
                announced(reply);
                ready();
            }
        }
    }

    private void hello(Expected expected, Output out) throws IOException {
        submit((peer.dialect() == Dialect.LMTP ? "LHLO " : "EHLO ") + peer.name(), expected, out);
    }

    private void announced(SmtpReply reply) {
        Features all = Features.of(reply.lines());
        features = peer.kind() == Kind.FOREIGN ? all.withoutWaypost() : all;
    }

    private void startTls(Output out) throws IOException {
        if (features.startTls()) {
            submit("STARTTLS", new Expected.StartTls(), out);
        } else {
            events.add(new LmtpEvent.Broken("does not offer STARTTLS"));
        }
    }

    private void ready() {
        boolean stranger = peer.kind() == Kind.WAYPOST && !features.waypost();
        events.add(
                stranger
                        ? new LmtpEvent.Broken("not a Waypost node, or one that does not trust this one")
                        : new LmtpEvent.Ready(features));
    }

    private void login(Output out) throws IOException {
        switch (peer.login()) {
            case Login.None() -> ready();
            case Login.Password(var user, var password) ->
                submit("AUTH PLAIN " + InitialResponse.plain("", user, password).value(), new Expected.LoggedIn(), out);
            case Login.Certificate() ->
                submit("AUTH EXTERNAL " + InitialResponse.external("").value(), new Expected.LoggedIn(), out);
        }
    }

    private void submit(String line, Expected expected, Output out) throws IOException {
        Exchange exchange = new Exchange(line + "\r\n", expected);
        if (unsent.isEmpty() && (awaited.isEmpty() || features.pipelining())) {
            send(exchange, out);
        } else {
            unsent.add(exchange);
        }
    }

    private void send(Exchange exchange, Output out) throws IOException {
        awaited.add(exchange.expected());
        out.text(exchange.line());
    }

    /**
     * Begins a transaction. A foreign peer is not told of transfer and client, and gets the trace at the head of the content. MAIL goes with the first
     * recipient, whose address says whether it needs SMTPUTF8.
     */
    public void mail(Transaction transaction) {
        accepted.clear();
        recipients = 0;
        ownTrace = features.waypost() ? "" : transaction.trace();
        lacking = features.lackingFor(transaction);
        if (lacking.isPresent()) {
            events.add(new LmtpEvent.MailAnswered(lacking.get()));
        } else {
            unsaid = Optional.of(transaction);
        }
    }

    private void begin(Transaction transaction, Output out) throws IOException {
        unsaid = Optional.empty();
        encoding = transaction.encoding();
        if (features.waypost() && !transaction.client().equals(announced)) {
            announced = transaction.client();
            submit("XCLIENT " + announced.text(), new Expected.Client(), out);
        }
        submit(EnvelopeWriter.mail(transaction, features), new Expected.Mail(), out);
    }

    /** Returns the index that its answers will carry. */
    public int recipient(Recipient recipient, Output out) throws IOException {
        int index = recipients++;
        boolean utf8 = features.needsSmtpUtf8(recipient.address());
        Optional<SmtpReply> refusal = lacking.isPresent() || !utf8 ? lacking : lackingForUtf8();
        if (refusal.isPresent()) {
            events.add(new LmtpEvent.RecipientAnswered(index, refusal.get()));
            return index;
        }
        if (unsaid.isPresent()) {
            begin(utf8 ? unsaid.get().withSmtpUtf8() : unsaid.get(), out);
        }
        submit(EnvelopeWriter.rcpt(recipient, features), new Expected.Rcpt(index), out);
        return index;
    }

    /** RFC 6531 §3.5. What MAIL did not say it cannot say any more. */
    private Optional<SmtpReply> lackingForUtf8() {
        if (!features.smtpUtf8()) {
            return Optional.of(Replies.NODE_WITHOUT_SMTPUTF8);
        }
        boolean said = unsaid.isPresent() || encoding == Transaction.Encoding.SMTPUTF8;
        return said ? Optional.empty() : Optional.of(Replies.OTHER_ENCODING);
    }

    /** All recipients are answered and at least one positively: content is to follow. */
    public void data(Output out) throws IOException {
        if (features.chunks()) {
            content = Optional.of(new ContentWriter.Chunks(out, () -> awaited.add(new Expected.Chunk())));
        } else {
            submit("DATA", new Expected.Data(), out);
        }
    }

    private void goAhead(SmtpReply reply, Output out) throws IOException {
        if (reply.code() == 354) {
            ContentWriter dotted = new ContentWriter.Dotted(out);
            dotted.write(ByteBuffer.wrap(ownTrace.getBytes(StandardCharsets.UTF_8)));
            content = Optional.of(dotted);
            events.add(new LmtpEvent.GoAhead());
        } else {
            events.add(new LmtpEvent.ContentRefused(reply));
        }
    }

    /** Takes all of the slice. */
    public void content(ByteBuffer slice) throws IOException {
        content.orElseThrow().write(slice);
    }

    public void contentEnds() throws IOException {
        content.orElseThrow().end();
        content = Optional.empty();
        if (peer.dialect() == Dialect.LMTP) {
            accepted.forEach(index -> awaited.add(new Expected.Delivery(index)));
        } else {
            awaited.add(new Expected.OneForAll(List.copyOf(accepted)));
        }
    }

    /** To Waypost nodes only. */
    public void keep(TransferId transfer, Transaction transaction, List<Kept> entries, Output out) throws IOException {
        String wire = KeepList.wire(transfer, transaction, entries);
        submit(wire.substring(0, wire.length() - 2), new Expected.Keep(transfer), out);
    }

    /** To Waypost nodes only. */
    public void done(TransferId transfer, Output out) throws IOException {
        submit("DONE " + transfer, new Expected.Done(transfer), out);
    }

    /** Takes the transaction back; not while content flows by DATA, where only closing the connection does. */
    public void reset(Output out) throws IOException {
        content = Optional.empty();
        unsaid = Optional.empty();
        submit("RSET", new Expected.Reset(), out);
    }

    public void quit(Output out) throws IOException {
        submit("QUIT", new Expected.Quit(), out);
    }
}
