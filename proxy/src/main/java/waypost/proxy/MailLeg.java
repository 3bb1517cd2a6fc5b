package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.Output;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpEvent;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;

/**
 * The connection to one node for the mail of one client connection, one transaction after another. Orders given before the node is ready
 * wait. On the client's event loop.
 */
final class MailLeg implements WireHandler {
    /** How long a node may stand still that owes an answer, or has content to take. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    /** How far a node may fall behind the others; beyond it is dropped, not waited for. */
    private static final long BEHIND = 1 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final NodeName node;
    private final LmtpClient client;
    private final Consumer<TransferId> undone;
    private final Deque<Order> waiting = new ArrayDeque<>();
    private final Set<TransferId> done = new LinkedHashSet<>();
    private @Nullable Wire wire;
    private Events events;
    private boolean ready;
    private boolean lost;
    private boolean ending;
    private boolean watched;
    private int unanswered;
    private boolean dataWanted;
    private long behind;
    private Optional<SmtpReply> mailRefusal = Optional.empty();

    /** What a transaction hears of its legs. */
    interface Events {
        /** @param index as {@link MailLeg#recipient} told it */
        void recipientAnswered(MailLeg leg, int index, SmtpReply reply);

        void dataAnswered(MailLeg leg, SmtpReply reply);

        void delivered(MailLeg leg, int index, SmtpReply reply);

        void keepAnswered(MailLeg leg, SmtpReply reply);

        void legLost(MailLeg leg, String why);

        void legWritable();
    }

    @FunctionalInterface
    private interface Order {
        void give(Output out) throws IOException;
    }

    /** @param undone gets each DONE that was not answered before the connection ended */
    MailLeg(NodeName node, LmtpClient client, Events events, Consumer<TransferId> undone) {
        this.node = node;
        this.client = client;
        this.events = events;
        this.undone = undone;
    }

    NodeName node() {
        return node;
    }

    /** Whether it can serve another transaction. */
    boolean usable() {
        return !lost;
    }

    void begin(Transaction transaction, Events listener) {
        events = listener;
        mailRefusal = Optional.empty();
        order(_ -> client.mail(transaction));
    }

    /** Recipients are numbered from 0 in each transaction. */
    void recipient(Recipient recipient) {
        unanswered++;
        order(out -> client.recipient(recipient, out));
    }

    /** DATA, as soon as every recipient has its answer. */
    void data() {
        dataWanted = true;
        beginData();
    }

    private void beginData() {
        if (dataWanted && unanswered == 0 && ready) {
            dataWanted = false;
            order(client::data);
            if (client.flowing()) {
                events.dataAnswered(this, SmtpReply.of(354, "", "go ahead"));
            }
        }
    }

    /** Takes all of the slice. */
    void content(ByteBuffer slice) {
        int length = slice.remaining();
        order(_ -> client.content(slice));
        behind = writable() ? 0 : behind + length;
        if (behind > BEHIND) {
            drop("more than 1 MiB behind the others");
        }
    }

    boolean writable() {
        Wire present = wire;
        return present != null && present.writable();
    }

    void contentEnds() {
        order(_ -> client.contentEnds());
        behind = 0;
    }

    void keep(TransferId transfer, Transaction transaction, List<Kept> kept) {
        order(out -> client.keep(transfer, transaction, kept, out));
    }

    /** The client has heard 250. Also when the connection is lost already: the node may have stored the message all the same. */
    void done(TransferId transfer) {
        if (lost) {
            undone.accept(transfer);
        } else if (done.add(transfer)) {
            order(out -> client.done(transfer, out));
        }
    }

    /** The transaction is off. While content flows by DATA only closing takes it back. */
    void abandon() {
        if (client.flowing()) {
            close();
        } else {
            order(client::reset);
        }
    }

    /** The transaction is over. A node that still owes answers to it cannot be told from one that answers the next. */
    void rest() {
        if (!client.atRest()) {
            close();
        }
    }

    void close() {
        lose("transaction given up");
    }

    /** The client is gone: closes as soon as DONE is answered. */
    void end() {
        ending = true;
        endIfDone();
    }

    private void endIfDone() {
        if (ending && done.isEmpty()) {
            lose("client gone");
        }
    }

    private void order(Order order) {
        Wire present = wire;
        if (!ready || present == null) {
            waiting.add(order);
            return;
        }
        try {
            order.give(present.output());
            hear(present, NOTHING.duplicate());
            present.flush();
            watch(present);
        } catch (IOException gone) {
            drop(String.valueOf(gone.getMessage()));
        }
    }

    private void watch(Wire present) {
        boolean owes = client.flowing() ? !present.writable() : !client.atRest();
        if (owes != watched) {
            watched = owes;
            present.idleAfter(owes ? PROGRESS : Duration.ZERO);
        }
    }

    private void drop(String why) {
        if (!lost) {
            lose(why);
            events.legLost(this, why);
        }
    }

    private void lose(String why) {
        if (!lost) {
            lost = true;
            done.forEach(undone);
            Wire present = wire;
            if (present != null) {
                present.close(why);
            }
        }
    }

    @Override
    public void connected(Wire opened) {
        wire = opened;
        if (lost) {
            opened.close("not wanted any more");
            return;
        }
        try {
            client.connected(opened.output());
            opened.flush();
            watch(opened);
        } catch (IOException gone) {
            drop(String.valueOf(gone.getMessage()));
        }
    }

    @Override
    public void received(Wire from, ByteBuffer in) {
        try {
            hear(from, in);
            from.flush();
            watch(from);
        } catch (IOException gone) {
            drop(String.valueOf(gone.getMessage()));
        }
        if (lost) {
            in.position(in.limit());
        }
    }

    private void hear(Wire from, ByteBuffer in) throws IOException {
        while (!lost) {
            switch (client.receive(in, from.output())) {
                case LmtpEvent.More _ -> {
                    return;
                }
                case LmtpEvent.StartTls _ -> {
                    from.startTls(this);
                    return;
                }
                case LmtpEvent event -> heard(event);
            }
        }
    }

    private void heard(LmtpEvent event) {
        switch (event) {
            case LmtpEvent.More _, LmtpEvent.StartTls _, LmtpEvent.ResetAnswered _ -> {}
            case LmtpEvent.DoneAnswered(var transfer, var reply) -> doneAnswered(transfer, reply);
            case LmtpEvent.Ready _ -> becameReady();
            case LmtpEvent.NotReady(var reply) -> drop("not let in: " + reply);
            case LmtpEvent.MailAnswered(var reply) ->
                mailRefusal = Optional.of(reply).filter(no -> !no.positive());
            case LmtpEvent.RecipientAnswered(var index, var reply) -> {
                unanswered--;
                events.recipientAnswered(this, index, mailRefusal.orElse(reply));
                beginData();
            }
            case LmtpEvent.GoAhead _ -> events.dataAnswered(this, SmtpReply.of(354, "", "go ahead"));
            case LmtpEvent.ContentRefused(var reply) -> events.dataAnswered(this, reply);
            case LmtpEvent.Delivered(var index, var reply) -> events.delivered(this, index, reply);
            case LmtpEvent.KeepAnswered(var transfer, var reply) -> events.keepAnswered(this, reply);
            case LmtpEvent.Farewell _ -> drop("closed");
            case LmtpEvent.Broken(var reason) -> drop(reason);
        }
    }

    private void doneAnswered(TransferId transfer, SmtpReply reply) {
        done.remove(transfer);
        if (!reply.positive()) {
            undone.accept(transfer);
        }
        endIfDone();
    }

    private void becameReady() {
        ready = true;
        while (!waiting.isEmpty() && !lost) {
            order(waiting.remove());
        }
        beginData();
    }

    @Override
    public void writabilityChanged(Wire changed) {
        watch(changed);
        if (changed.writable()) {
            behind = 0;
            events.legWritable();
        }
    }

    @Override
    public void idle(Wire silent) {
        drop("no progress for " + PROGRESS.toSeconds() + " s");
    }

    @Override
    public void closed(Wire gone, String why) {
        drop(why);
    }
}
