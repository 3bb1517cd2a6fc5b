package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.protocol.LineReader;
import waypost.protocol.LineReader.Line;
import waypost.protocol.Output;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.Xclient;
import waypost.protocol.sasl.Reply;
import waypost.protocol.sasl.SaslExchange;
import waypost.protocol.smtp.SmtpCommand.Greeting;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;
import waypost.protocol.smtp.SmtpState.End;
import waypost.protocol.smtp.SmtpStep.Ending;

/**
 * The server's side of one SMTP, submission or LMTP connection, without the connection: bytes in, replies and {@link SmtpStep}s out. It
 * holds the order of commands and the limits; what is asked of others comes as a step, and no byte is taken until that is answered, so
 * pipelining needs no thought (RFC 2920). After each answer {@link #receive} is called again at once. One thread at a time.
 */
public final class SmtpSession {
    private static final Optional<SmtpStep> GO_ON = Optional.empty();

    private final SmtpService service;
    private final LineReader lines = new LineReader();
    private final Patience patience = new Patience();
    private final Hearing hearing = new Hearing();
    private final LoginPhase login;
    private final TransactionPhase transactions;

    private SmtpState state = new SmtpState.First();
    private Optional<SmtpCommand.Hello> hello = Optional.empty();
    private Xclient client = Xclient.NONE;
    private boolean loggedIn;

    public SmtpSession(SmtpService service) {
        this.service = service;
        login = new LoginPhase(service);
        transactions = new TransactionPhase(service, patience);
    }

    /** Goes on behind a log-in that another object conducted, where LHLO was said. */
    static SmtpSession behindLogin(SmtpService service) {
        SmtpSession session = new SmtpSession(service);
        session.state = new SmtpState.Commands();
        session.hello = Optional.of(new SmtpCommand.Hello(Greeting.LHLO, "unknown"));
        session.loggedIn = true;
        return session;
    }

    public void greet(Output out) throws IOException {
        out.text("220 " + service.host() + (lmtp() ? " LMTP" : " ESMTP") + "\r\n");
    }

    /** What the client called itself last; empty before. */
    public String helloName() {
        return hello.map(SmtpCommand.Hello::name).orElse("");
    }

    public boolean loggedIn() {
        return loggedIn;
    }

    boolean lmtp() {
        return service.dialect() == Dialect.LMTP;
    }

    /** Whether the client said EHLO or LHLO. */
    boolean extended() {
        return hello.filter(said -> said.greeting() != Greeting.HELO).isPresent();
    }

    /** Octets of content of the message in progress, so far. */
    public long contentSize() {
        return transactions.contentSize();
    }

    /** Reads and answers until the driver is needed or the bytes end. A started command line stays in {@code in}. */
    public SmtpStep receive(ByteBuffer in, Output out) throws IOException {
        hearing.atHand(in.remaining(), service.maxLine());
        while (true) {
            int before = in.position();
            Optional<SmtpStep> step = switch (state) {
                case SmtpState.First() -> command(in, out);
                case SmtpState.Commands() -> command(in, out);
                case SmtpState.Login(var exchange) -> loginLine(exchange, in, out);
                case SmtpState.KeepLines(var list) -> keepLine(list, in, out);
                case SmtpState.Content content -> turn(transactions.content(content, in, out));
                case SmtpState.Discarding discarding -> turn(transactions.discard(discarding, in, out));
                case SmtpState.Asked asked -> throw new IllegalStateException("not answered: " + asked);
                case SmtpState.Ended() -> end(in);
            };
            hearing.consumed(in.position() - before);
            if (step.isPresent()) {
                return step.get();
            }
        }
    }

    private static Optional<SmtpStep> more() {
        return Optional.of(new SmtpStep.More());
    }

    private static Optional<SmtpStep> end(ByteBuffer in) {
        in.position(in.limit());
        return more();
    }

    private Optional<SmtpStep> command(ByteBuffer in, Output out) throws IOException {
        if (in.hasRemaining() && hearing.proven()) {
            return Optional.of(new SmtpStep.Heard());
        }
        if (!trusting() && patience.ended()) {
            return close(Replies.TOO_MANY_ERRORS, out);
        }
        return switch (lines.next(in, service.maxCommand())) {
            case Line.Partial() -> more();
            case Line.TooLong() -> execute(new SmtpCommand.Malformed(Replies.LINE_TOO_LONG), out);
            case Line.Foul() -> execute(new SmtpCommand.Malformed(Replies.FOUL_LINE), out);
            case Line.Text(var line) -> execute(SmtpParser.parse(line), out);
        };
    }

    private Optional<SmtpStep> execute(SmtpCommand command, Output out) throws IOException {
        boolean first = state instanceof SmtpState.First;
        state = new SmtpState.Commands();
        return switch (command) {
            case SmtpCommand.Hello said -> hello(said, out);
            case SmtpCommand.StartTls() -> startTls(out);
            case SmtpCommand.Auth auth -> auth(auth, out);
            case SmtpCommand.Mail mail -> mail(mail, out);
            case SmtpCommand.Rcpt rcpt -> turn(transactions.rcpt(rcpt, out));
            case SmtpCommand.Data() -> turn(transactions.data(out));
            case SmtpCommand.Bdat bdat -> turn(transactions.bdat(bdat));
            case SmtpCommand.Rset() -> reset(Replies.OK, out);
            case SmtpCommand.Noop() -> idle(Replies.OK, out);
            case SmtpCommand.Vrfy() -> idle(Replies.CANNOT_VRFY, out);
            case SmtpCommand.Help() -> idle(Replies.HELP, out);
            case SmtpCommand.Quit() -> quit(out);
            case SmtpCommand.Client(var facts) when trusting() -> client(facts, out);
            case SmtpCommand.Keep keep when trusting() -> keep(keep);
            case SmtpCommand.Done(var transfer)
            when trusting() -> ask(new SmtpState.OrderAsked(), new SmtpStep.Done(transfer));
            case SmtpCommand.Client _, SmtpCommand.Keep _, SmtpCommand.Done _ -> reply(Replies.UNKNOWN, out);
            case SmtpCommand.Declined() -> reply(Replies.NOT_IMPLEMENTED, out); // RFC 5321 §4.2.4
            case SmtpCommand.Unknown _ -> first ? close(Replies.NOT_SMTP, out) : reply(Replies.UNKNOWN, out);
            case SmtpCommand.Malformed(var refusal) -> reply(refusal, out);
            case SmtpCommand.Lost(var refusal) -> close(refusal, out);
        };
    }

    private Optional<SmtpStep> turn(Turn turn) {
        state = turn.next();
        return turn.step();
    }

    private Optional<SmtpStep> mail(SmtpCommand.Mail mail, Output out) throws IOException {
        if (hello.isEmpty()) {
            return reply(Replies.HELLO_FIRST, out);
        }
        if (service.admission() == Admission.AFTER_LOGIN && !loggedIn) {
            return reply(Replies.LOGIN_FIRST, out);
        }
        return turn(transactions.mail(mail, client, out));
    }

    private boolean trusting() {
        return service.offers(Extension.WAYPOST);
    }

    private Optional<SmtpStep> ask(SmtpState.Asked next, SmtpStep step) {
        state = next;
        return Optional.of(step);
    }

    private Optional<SmtpStep> reply(SmtpReply reply, Output out) throws IOException {
        if (reply.permanent()) {
            patience.error();
        }
        reply.write(out);
        return GO_ON;
    }

    private Optional<SmtpStep> idle(SmtpReply reply, Output out) throws IOException {
        patience.idle();
        return reply(reply, out);
    }

    private Optional<SmtpStep> close(SmtpReply reply, Output out) throws IOException {
        return Optional.of(closing(reply, Ending.ERRORS, out));
    }

    private SmtpStep closing(SmtpReply reply, Ending ending, Output out) throws IOException {
        state = new SmtpState.Ended();
        transactions.drop();
        reply.write(out);
        return new SmtpStep.Close(ending);
    }

    private Optional<SmtpStep> quit(Output out) throws IOException {
        return Optional.of(closing(Replies.BYE, Ending.QUIT, out));
    }

    private Optional<SmtpStep> hello(SmtpCommand.Hello said, Output out) throws IOException {
        if ((said.greeting() == Greeting.LHLO) != lmtp()) {
            return reply(Replies.UNKNOWN, out); // RFC 2033 §4.1: LMTP takes no EHLO, SMTP no LHLO
        }
        hello = Optional.of(said);
        patience.idle();
        out.text(said.greeting() == Greeting.HELO ? "250 " + service.host() + "\r\n" : service.hello());
        return dropMessage();
    }

    private Optional<SmtpStep> reset(SmtpReply reply, Output out) throws IOException {
        idle(reply, out);
        return dropMessage();
    }

    private Optional<SmtpStep> dropMessage() {
        return transactions.drop() ? Optional.of(new SmtpStep.Reset()) : GO_ON;
    }

    private Optional<SmtpStep> startTls(Output out) throws IOException {
        if (!service.offers(Extension.STARTTLS)) {
            return reply(Replies.NOT_IMPLEMENTED, out);
        }
        state = new SmtpState.Ended();
        Replies.START_TLS.write(out);
        return Optional.of(new SmtpStep.StartTls());
    }

    private Optional<SmtpStep> client(Xclient facts, Output out) throws IOException {
        client = facts;
        return reply(Replies.OK, out);
    }

    // ---- log-in, RFC 4954

    private Optional<SmtpStep> auth(SmtpCommand.Auth auth, Output out) throws IOException {
        if (hello.isEmpty()) {
            return reply(Replies.HELLO_FIRST, out);
        }
        if (loggedIn || transactions.open()) {
            return reply(Replies.OUT_OF_ORDER, out);
        }
        return proceed(login.start(auth, out), out);
    }

    private Optional<SmtpStep> loginLine(SaslExchange exchange, ByteBuffer in, Output out) throws IOException {
        state = new SmtpState.Commands();
        return switch (lines.next(in, SaslExchange.MAX_LINE + 2)) {
            case Line.Partial() -> {
                state = new SmtpState.Login(exchange);
                yield more();
            }
            case Line.TooLong(), Line.Foul() -> reply(Replies.AUTH_MALFORMED, out);
            case Line.Text(var line) -> proceed(login.respond(exchange, line, out), out);
        };
    }

    private Optional<SmtpStep> proceed(LoginPhase.Progress progress, Output out) throws IOException {
        return switch (progress) {
            case LoginPhase.Progress.Asked(var exchange) -> {
                state = new SmtpState.Login(exchange);
                yield GO_ON;
            }
            case LoginPhase.Progress.Ask(var exchange, var question) ->
                ask(new SmtpState.QuestionAsked(exchange), new SmtpStep.Ask(question));
            case LoginPhase.Progress.Proved(var exchange, var credentials) ->
                ask(new SmtpState.LoginAsked(exchange), new SmtpStep.Authenticate(credentials));
            case LoginPhase.Progress.Refused(var refusal) -> reply(refusal, out);
            case LoginPhase.Progress.Failed(var refusal) -> {
                refusal.write(out);
                patience.failedLogin();
                yield patience.loginsEnded() ? close(Replies.TOO_MANY_LOGINS, out) : GO_ON;
            }
        };
    }

    /** The answer to {@link SmtpStep.Ask}; empty if nobody can say now. May end the connection. */
    public SmtpStep told(Optional<Reply> reply, Output out) throws IOException {
        if (!(state instanceof SmtpState.QuestionAsked(var exchange))) {
            throw unasked();
        }
        state = new SmtpState.Commands();
        return proceed(login.told(exchange, reply, out), out).orElse(new SmtpStep.More());
    }

    /** The answer to {@link SmtpStep.Authenticate}: yes. */
    public void authenticated(Output out) throws IOException {
        answers(state instanceof SmtpState.LoginAsked);
        loggedIn = true;
        patience.progress();
        Replies.AUTHENTICATED.write(out);
    }

    /** The answer to {@link SmtpStep.Authenticate}: no. May end the connection. */
    public SmtpStep refused(Refusal why, Output out) throws IOException {
        if (!(state instanceof SmtpState.LoginAsked(var exchange))) {
            throw unasked();
        }
        state = new SmtpState.Commands();
        return proceed(login.refused(exchange, why, out), out).orElse(new SmtpStep.More());
    }

    private void answers(boolean asked) {
        if (!asked) {
            throw unasked();
        }
        state = new SmtpState.Commands();
    }

    private IllegalStateException unasked() {
        return new IllegalStateException("an answer that was not asked for: " + state);
    }

    // ---- transaction

    public void mailAnswered(SmtpReply reply, Output out) throws IOException {
        answers(state instanceof SmtpState.MailAsked);
        transactions.mailAnswered(reply, out);
    }

    public void recipientAnswered(SmtpReply reply, Output out) throws IOException {
        answers(state instanceof SmtpState.RcptAsked);
        transactions.recipientAnswered(reply, out);
    }

    /** The answer to {@link SmtpStep.DataBegins}: content may come. */
    public void dataAccepted(Output out) throws IOException {
        SmtpState.Content next = contentAskedFor();
        state = next;
        if (next.end() == End.DOT) {
            Replies.SEND_DATA.write(out);
        }
    }

    /** The answer to {@link SmtpStep.DataBegins}: the transaction is off. */
    public void dataRefused(SmtpReply reply, Output out) throws IOException {
        state = transactions.dataRefused(contentAskedFor(), reply, out).next();
    }

    private SmtpState.Content contentAskedFor() {
        if (state instanceof SmtpState.DataAsked(var next)) {
            return next;
        }
        throw new IllegalStateException("an answer that was not asked for: " + state);
    }

    /** The answer to {@link SmtpStep.ContentEnds}: in LMTP one reply for each accepted recipient, in their order; else one. */
    public void contentAnswered(List<SmtpReply> replies, Output out) throws IOException {
        answers(state instanceof SmtpState.ContentAsked);
        transactions.contentAnswered(replies, out);
        if (replies.stream().anyMatch(SmtpReply::positive)) {
            hearing.answered();
        }
    }

    // ---- between nodes

    private Optional<SmtpStep> keep(SmtpCommand.Keep keep) {
        state = new SmtpState.KeepLines(new KeepList(EnvelopeReader.keep(service, keep)));
        return GO_ON;
    }

    private Optional<SmtpStep> keepLine(KeepList list, ByteBuffer in, Output out) throws IOException {
        switch (lines.next(in, service.maxCommand())) {
            case Line.Partial() -> {
                return more();
            }
            case Line.TooLong(), Line.Foul() -> list.foul();
            case Line.Text(var line) -> {
                if (line.equals(".")) {
                    state = new SmtpState.Commands();
                    Optional<SmtpStep.Keep> keep = list.finish();
                    return keep.isPresent() ? ask(new SmtpState.OrderAsked(), keep.get()) : reply(Replies.SYNTAX, out);
                }
                list.line(line);
            }
        }
        return GO_ON;
    }

    /** The answer to {@link SmtpStep.Keep} or {@link SmtpStep.Done}. */
    public void orderAnswered(SmtpReply reply, Output out) throws IOException {
        answers(state instanceof SmtpState.OrderAsked);
        reply.write(out);
    }
}
