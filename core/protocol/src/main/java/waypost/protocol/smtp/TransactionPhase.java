package waypost.protocol.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import waypost.protocol.Output;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.SmtpCommand.Chunk;
import waypost.protocol.smtp.SmtpService.Dialect;
import waypost.protocol.smtp.SmtpState.End;

/** The transactions of one connection (RFC 5321 §3.3, RFC 3030 §2): MAIL, RCPT, DATA, BDAT, content, and their order. */
final class TransactionPhase {
    private final SmtpService service;
    private final Patience patience;
    private Optional<MessageInProgress> message = Optional.empty();

    TransactionPhase(SmtpService service, Patience patience) {
        this.service = service;
        this.patience = patience;
    }

    boolean open() {
        return message.isPresent();
    }

    /** Returns whether there was a transaction. */
    boolean drop() {
        boolean open = open();
        message = Optional.empty();
        return open;
    }

    long contentSize() {
        return message.map(m -> m.check().size()).orElse(0L);
    }

    private Turn reply(SmtpReply reply, Output out) throws IOException {
        if (reply.permanent()) {
            patience.error();
        }
        reply.write(out);
        return Turn.commands();
    }

    Turn mail(SmtpCommand.Mail mail, Xclient client, Output out) throws IOException {
        if (open()) {
            return reply(Replies.OUT_OF_ORDER, out);
        }
        return switch (EnvelopeReader.mail(service, mail, client)) {
            case Read.Refused<Transaction>(var refusal) -> reply(refusal, out);
            case Read.Value<Transaction>(var transaction) -> {
                message = Optional.of(new MessageInProgress(service.maxSize(), transaction.encoding()));
                yield Turn.ask(new SmtpState.MailAsked(), new SmtpStep.Mail(transaction));
            }
        };
    }

    void mailAnswered(SmtpReply reply, Output out) throws IOException {
        if (!reply.positive()) {
            message = Optional.empty();
        }
        reply.write(out);
    }

    Turn rcpt(SmtpCommand.Rcpt rcpt, Output out) throws IOException {
        if (message.isEmpty() || message.get().chunked()) {
            return reply(Replies.OUT_OF_ORDER, out);
        }
        if (message.get().recipients() >= SmtpService.MAX_RECIPIENTS) {
            return reply(Replies.TOO_MANY_RECIPIENTS, out);
        }
        boolean ours = service.offers(Extension.WAYPOST); // then what the client said is ORIGINAL
        if (!ours && !message.get().takes(rcpt.recipient())) {
            return reply(Replies.NEEDS_SMTPUTF8, out);
        }
        return switch (EnvelopeReader.rcpt(service, rcpt)) {
            case Read.Refused<Recipient>(var refusal) -> reply(refusal, out);
            case Read.Value<Recipient>(var recipient) ->
                Turn.ask(new SmtpState.RcptAsked(), new SmtpStep.Rcpt(recipient));
        };
    }

    void recipientAnswered(SmtpReply reply, Output out) throws IOException {
        if (reply.positive()) {
            message.ifPresent(MessageInProgress::recipientAccepted);
        }
        reply.write(out);
    }

    Turn data(Output out) throws IOException {
        Optional<SmtpReply> refusal = refuseContent();
        if (refusal.isPresent() || message.filter(MessageInProgress::chunked).isPresent()) {
            return reply(refusal.orElse(Replies.OUT_OF_ORDER), out);
        }
        SmtpState.Content next = new SmtpState.Content(new DataReader(), End.DOT);
        return Turn.ask(new SmtpState.DataAsked(next), new SmtpStep.DataBegins());
    }

    Turn bdat(SmtpCommand.Bdat bdat) {
        ContentReader chunk = new ChunkReader(bdat.size());
        Optional<SmtpReply> refusal = refuseContent();
        if (refusal.isPresent()) {
            patience.error();
            return Turn.to(new SmtpState.Discarding(chunk, refusal.get()));
        }
        End end = bdat.chunk() == Chunk.LAST ? End.LAST_CHUNK : End.CHUNK;
        SmtpState.Content next = new SmtpState.Content(chunk, end);
        if (message.filter(MessageInProgress::chunked).isPresent()) {
            return Turn.to(next);
        }
        message.ifPresent(MessageInProgress::chunkBegins);
        return Turn.ask(new SmtpState.DataAsked(next), new SmtpStep.DataBegins());
    }

    private Optional<SmtpReply> refuseContent() {
        if (message.isEmpty()) {
            return Optional.of(Replies.OUT_OF_ORDER);
        }
        return message.get().recipients() == 0 ? Optional.of(Replies.NO_RECIPIENTS) : Optional.empty();
    }

    /** A chunk is on its way already, and is answered when it has passed. */
    Turn dataRefused(SmtpState.Content next, SmtpReply reply, Output out) throws IOException {
        message = Optional.empty();
        if (next.end() != End.DOT) {
            return Turn.to(new SmtpState.Discarding(next.reader(), reply));
        }
        reply.write(out);
        return Turn.commands();
    }

    Turn content(SmtpState.Content state, ByteBuffer in, Output out) throws IOException {
        MessageInProgress current = message.orElseThrow();
        return switch (state.reader().next(in)) {
            case ContentReader.Piece.More() -> Turn.more(state);
            case ContentReader.Piece.Slice(var slice) -> {
                current.check().scan(slice);
                boolean sound = current.check().fault().isEmpty();
                yield new Turn(state, sound ? Optional.of(new SmtpStep.Content(slice)) : Optional.empty());
            }
            case ContentReader.Piece.End() ->
                state.end() == End.CHUNK ? reply(Replies.OK, out) : contentEnds(current, out);
        };
    }

    private Turn contentEnds(MessageInProgress current, Output out) throws IOException {
        current.check().finish();
        Optional<ContentFault> fault = current.check().fault();
        if (fault.isEmpty()) {
            return Turn.ask(new SmtpState.ContentAsked(), new SmtpStep.ContentEnds());
        }
        finish(Collections.nCopies(replies(current), fault.get().reply()), out);
        return new Turn(new SmtpState.Commands(), Optional.of(new SmtpStep.ContentRefused(fault.get())));
    }

    /** RFC 2033 §4.2: one reply for each accepted recipient in LMTP, one in SMTP. */
    private int replies(MessageInProgress current) {
        return service.dialect() == Dialect.LMTP ? current.recipients() : 1;
    }

    void contentAnswered(List<SmtpReply> replies, Output out) throws IOException {
        if (replies.size() != replies(message.orElseThrow())) {
            throw new IllegalArgumentException(replies.size() + " replies to content");
        }
        finish(replies, out);
    }

    private void finish(List<SmtpReply> replies, Output out) throws IOException {
        message = Optional.empty();
        patience.progress();
        for (SmtpReply reply : replies) {
            reply.write(out);
        }
    }

    Turn discard(SmtpState.Discarding state, ByteBuffer in, Output out) throws IOException {
        return switch (state.chunk().next(in)) {
            case ContentReader.Piece.More() -> Turn.more(state);
            case ContentReader.Piece.Slice(var _) -> Turn.to(state);
            case ContentReader.Piece.End() -> {
                state.reply().write(out);
                yield Turn.commands();
            }
        };
    }
}
