package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SelectedMailbox.Expunges;
import waypost.protocol.login.ReturnWord;

/**
 * An IMAP session behind log-in: the authenticated and the selected state (RFC 3501 §3). {@link ImapLogin} goes before it and has told the
 * capabilities. Commands run one after another, in the thread that calls.
 */
public final class ImapSession implements ServedSession {
    /** Commands in a row that are not understood, before the connection ends. */
    private static final int MAX_BAD = 20;

    private final Mailboxes mailboxes;
    private final ImapState state;
    private final Journal journal;
    private final ImapReceiver receiver;
    private final ImapExtensions extensions;
    private final Optional<ReturnWord> back;
    private Wakeup wakeup = () -> {};
    private Activity activity = new Activity.Commands();
    private Optional<Compression> compression = Optional.empty();
    private int bad;

    /** Takes the mailboxes over and closes them. */
    public ImapSession(Mailboxes mailboxes, ImapExtensions offered, Journal journal, InstantSource clock) {
        this(mailboxes, offered, journal, clock, Optional.empty());
    }

    /** @param back what it says last where it gives its client back to a front end */
    public ImapSession(
            Mailboxes mailboxes,
            ImapExtensions offered,
            Journal journal,
            InstantSource clock,
            Optional<ReturnWord> back) {
        this.mailboxes = mailboxes;
        this.back = back;
        this.extensions = offered.servedBy(mailboxes);
        this.journal = journal;
        Enabled enabled = new Enabled();
        receiver = new ImapReceiver(ImapReceiver.LIMIT, extensions, enabled);
        state = new ImapState(mailboxes, extensions, enabled, () -> wakeup.wake(), clock);
    }

    /** Hears of failures of the mailboxes, as against refusals; the client is only told that there was one. */
    @FunctionalInterface
    public interface Journal {
        void failed(IOException cause);
    }

    @Override
    public void opened(Output out, Wakeup asks) {
        wakeup = asks;
    }

    @Override
    public void received(ByteBuffer in, Output output) throws IOException {
        if (compression.isEmpty()) {
            read(in, replies(output));
        }
        boolean leaving = activity instanceof Activity.Leaving;
        if (compression.isPresent() && (leaving || !activity.over())) { // maybe just now: what follows is compressed
            inflate(compression.get(), in, replies(output));
        }
        if (activity instanceof Activity.Leaving(String tag)) {
            leave(tag, output);
        }
        if (!released()) {
            in.position(in.limit());
        }
        if (!(activity instanceof Activity.Over)) {
            replies(output).flush();
        }
    }

    @Override
    public boolean released() {
        return activity instanceof Activity.Released;
    }

    private Replies replies(Output output) {
        return new Replies(compression.map(on -> on.to(output)).orElse(output));
    }

    /** Until the octets are used up, or those that are left are compressed. */
    private void read(ByteBuffer in, Replies out) throws IOException {
        Optional<Compression> present = compression;
        boolean more = true;
        while (more && !activity.over() && compression.equals(present)) {
            Received received = receiver.next(in);
            more = !(received instanceof Received.More);
            on(received, out);
        }
    }

    private void inflate(Compression active, ByteBuffer in, Replies out) throws IOException {
        try {
            ByteBuffer piece = active.inflate(in);
            while (piece.hasRemaining() && !activity.over()) {
                read(piece, out);
                piece = piece.hasRemaining() ? piece : active.inflate(in);
            }
            boolean leaving = activity instanceof Activity.Leaving;
            if (leaving ? piece.hasRemaining() : !activity.over() && active.ended() && in.hasRemaining()) {
                throw new DataFormatException("something follows the end");
            }
        } catch (DataFormatException invalid) {
            out.untagged("BYE Compressed data is invalid");
            end(out);
        }
    }

    /** RFC 3501 §7.1.5. */
    @Override
    public boolean shutdown(Output output) throws IOException {
        return goodbye("Shutting down", output);
    }

    @Override
    public void revoked(Output output) throws IOException {
        goodbye(ImapLogin.REVOKED, output);
    }

    private boolean goodbye(String why, Output output) throws IOException {
        boolean between = receiver.between() && !activity.over() && !(activity instanceof Activity.Append);
        if (between) {
            Replies out = replies(output);
            out.untagged("BYE " + why);
            out.flush();
            activity = new Activity.Over();
        }
        return between;
    }

    private void on(Received received, Replies out) throws IOException {
        switch (received) {
            case Received.More() -> {}
            case Received.GoAhead() -> out.continuation("OK");
            case Received.Command(Tagged tagged) -> on(tagged, out);
            case Received.Line(String line) ->
                doneIdling(
                        line.toUpperCase(Locale.ROOT).equals("DONE") ? "OK IDLE terminated" : "BAD Expected DONE", out);
            case Received.OverlongLine() -> doneIdling("BAD Expected DONE", out);
            case Received.Message(ByteBuffer slice) -> appending().write(slice);
            case Received.MoreOfMessage(var steps) -> steps(appending(), steps, out);
        }
    }

    private String finish(Appending appending, Replies out) throws IOException {
        String result = appending.finish(out);
        state.brought(appending);
        return result;
    }

    private Appending appending() {
        if (activity instanceof Activity.Append(Appending appending)) {
            return appending;
        }
        throw new IllegalStateException("no message was accepted");
    }

    private void on(Tagged tagged, Replies out) throws IOException {
        if (activity instanceof Activity.Append(Appending appending)) { // its line did not end behind the message
            appending.abandon();
            activity = new Activity.Commands();
        }
        String tag = tagged.tag();
        switch (tagged.command()) {
            case ImapCommand.Idle() -> idle(tag, out);
            case ImapCommand.Compress() -> compress(tag, out);
            case ImapCommand.Unauthenticate() -> activity = new Activity.Leaving(tag);
            case ImapCommand.Append append -> append(tag, append, out);
            case ImapCommand.Replace replace -> replace(tag, replace, out);
            case ImapCommand.Logout() -> {
                out.untagged("BYE Logging out");
                out.tagged(tag, "OK LOGOUT completed");
                end(out);
            }
            case ImapCommand command -> run(tag, ExpungesDuring.of(command), () -> state.execute(tagged, out), out);
        }
    }

    /** Does a command: its answers, then what has changed meanwhile, then its end. The one place where failures become answers. */
    private void run(String tag, Expunges expunges, ImapState.Work work, Replies out) throws IOException {
        String result;
        try {
            result = work.result();
        } catch (IOException failed) {
            result = refusal(failed, out);
        }
        if (update(expunges, out)) {
            out.tagged(tag, result);
            countBad(result, out);
        }
    }

    private String refusal(IOException failed, Replies out) throws IOException {
        if (out.broken()) {
            throw failed;
        }
        if (failed instanceof MailboxException refused) {
            String code = refused.code().isEmpty() ? "" : "[" + refused.code() + "] ";
            return "NO " + code + Replies.plain(String.valueOf(refused.getMessage()));
        }
        journal.failed(failed);
        return "NO [SERVERBUG] Internal error";
    }

    private boolean update(Expunges expunges, Replies out) throws IOException {
        return update(() -> state.update(expunges, out), out);
    }

    private interface Update {
        void run() throws IOException;
    }

    /** Tells what has changed in the mailbox. False when it cannot be served any longer; the session is over then. */
    private boolean update(Update update, Replies out) throws IOException {
        try {
            update.run();
            return true;
        } catch (IOException gone) {
            refusal(gone, out);
            out.untagged("BYE [UNAVAILABLE] Mailbox cannot be read any more");
            end(out);
            return false;
        }
    }

    private void countBad(String result, Replies out) throws IOException {
        bad = result.startsWith("BAD") ? bad + 1 : 0;
        if (bad >= MAX_BAD) {
            out.untagged("BYE Too many bad commands");
            end(out);
        }
    }

    private void end(Replies out) {
        activity = new Activity.Over();
        out.close();
    }

    private void append(String tag, ImapCommand.Append command, Replies out) throws IOException {
        Appending appending;
        try {
            appending = Appending.begin(tag, command, mailboxes, extensions);
        } catch (IOException refused) {
            refuseMessage(tag, refused, out);
            return;
        }
        begin(appending, command.steps(), out);
    }

    private void replace(String tag, ImapCommand.Replace command, Replies out) throws IOException {
        try {
            switch (state.replaced(command)) {
                case ImapState.Replaced.Message message ->
                    begin(Appending.replace(tag, command, message, mailboxes, extensions), command.steps(), out);
                case ImapState.Replaced.Nothing(String why) -> {
                    receiver.refuseMessage();
                    run(tag, Expunges.TELL, () -> why, out);
                }
            }
        } catch (IOException refused) {
            refuseMessage(tag, refused, out);
        }
    }

    private void begin(Appending appending, List<AppendStep> steps, Replies out) throws IOException {
        activity = new Activity.Append(appending);
        steps(appending, steps.subList(1, steps.size()), out);
    }

    private void steps(Appending appending, List<AppendStep> steps, Replies out) throws IOException {
        if (!appending.several() && steps.stream().anyMatch(AppendStep.Message.class::isInstance)) {
            appending.abandon();
            activity = new Activity.Commands();
            receiver.refuseMessage();
            run(appending.tag(), Expunges.TELL, () -> "BAD One message replaces another", out);
            return;
        }
        try {
            for (AppendStep step : steps) {
                step(appending, step, out);
            }
        } catch (IOException refused) {
            activity = new Activity.Commands();
            refuseMessage(appending.tag(), refused, out);
        }
    }

    private void step(Appending appending, AppendStep step, Replies out) throws IOException {
        switch (step) {
            case AppendStep.Message message -> appending.next(message);
            case AppendStep.Url(String url) -> appending.link(url);
            case AppendStep.Octets octets -> {
                appending.expect(octets);
                receiver.acceptMessage();
                if (octets.literal() == ImapCommand.Literal.SYNCHRONIZING) {
                    out.continuation("OK");
                }
            }
            case AppendStep.End() -> {
                activity = new Activity.Commands();
                run(appending.tag(), Expunges.TELL, () -> ImapState.tryCreate(() -> finish(appending, out)), out);
            }
        }
    }

    private void refuseMessage(String tag, IOException refused, Replies out) throws IOException {
        receiver.refuseMessage();
        ImapState.Work refusal = () -> {
            throw refused;
        };
        run(tag, Expunges.TELL, () -> ImapState.tryCreate(refusal), out);
    }

    /** RFC 4978 §3: compressed is what comes behind the answer. */
    private void compress(String tag, Replies out) throws IOException {
        if (compression.isPresent()) {
            run(tag, Expunges.TELL, () -> "BAD COMPRESS is active", out);
            return;
        }
        run(tag, Expunges.TELL, () -> "OK DEFLATE active", out);
        if (!activity.over()) {
            compression = Optional.of(new Compression());
        }
    }

    /**
     * RFC 8437 §3: nothing more is said of the mailbox; all that the session has kept goes when it is closed. §4.1: the client compresses nothing
     * behind the command, nor do we behind the answer.
     */
    private void leave(String tag, Output out) throws IOException {
        String word = back.map(known -> " " + known.text()).orElse("");
        byte[] answer = (tag + " OK UNAUTHENTICATE completed" + word + "\r\n").getBytes(StandardCharsets.US_ASCII);
        if (compression.isEmpty()) {
            out.write(answer);
            activity = new Activity.Released();
        } else if (compression.get().endedOrFlushed()) {
            compression.get().end(answer, out);
            activity = new Activity.Released();
        }
    }

    /** RFC 2177 §3. */
    private void idle(String tag, Replies out) throws IOException {
        out.continuation("idling");
        receiver.expectLine();
        activity = new Activity.Idle(tag);
        update(Expunges.TELL, out);
    }

    private void doneIdling(String result, Replies out) throws IOException {
        if (activity instanceof Activity.Idle(String tag)) {
            activity = new Activity.Commands();
            run(tag, Expunges.TELL, () -> result, out);
        }
    }

    @Override
    public void woken(Output output) throws IOException {
        Replies out = replies(output);
        boolean told = switch (activity) {
            case Activity.Idle _ -> update(() -> state.update(Expunges.TELL, out), out);
            case Activity.Commands()
            when state.tellsBetweenCommands() -> update(() -> state.updateBetweenCommands(out), out);
            case Activity.Commands _, Activity.Append _, Activity.Leaving _, Activity.Released _, Activity.Over _ ->
                false;
        };
        if (told) {
            out.flush();
        }
    }

    @Override
    public void closed() {
        if (activity instanceof Activity.Append(Appending appending)) {
            appending.abandon();
        }
        activity = new Activity.Over();
        state.deselect();
        mailboxes.close();
        compression.ifPresent(Compression::end);
    }
}
