package waypost.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import waypost.delivery.Hand.Handed;
import waypost.message.Octets;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpEvent;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;

/**
 * One message for one recipient over one connection: the machine lives on the wire's loop, and {@link #hand} leads it from a virtual
 * thread, step by step.
 */
final class LmtpConversation implements WireHandler {
    /** Without an answer, or without a byte taken: as long as a front end waits (architecture: 60 s), and the commit's own time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LmtpClient client;
    private final BlockingQueue<LmtpEvent> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> roomAgain = new LinkedBlockingQueue<>();

    LmtpConversation(LmtpClient client) {
        this.client = client;
    }

    /** The conversation cannot go on: what the node said against it, or what broke. Quiet: an answer, not a bug. */
    private static final class Over extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Handed handed;

        Over(Handed handed) {
            super("over", null, false, false);
            this.handed = handed;
        }

        static Over lost(String why) {
            return new Over(new Handed.Lost(why));
        }
    }

    /** The wire's end, or none of its progress: not to be taken for what our own disk throws while it is read from. */
    private static final class WireFailure extends IOException {
        private static final long serialVersionUID = 1;

        WireFailure(String why) {
            super(why);
        }
    }

    /** Blocking; once. */
    Handed hand(Wire wire, Supplier<Transaction> transaction, Recipient recipient, Octets content) {
        try {
            ready();
            act(wire, () -> {
                client.mail(transaction.get());
                client.recipient(recipient, wire.output());
                return true;
            });
            accepted();
            begin(wire);
            content.read(0, content.length(), slice -> send(wire, slice));
            act(wire, () -> {
                client.contentEnds();
                return true;
            });
            return new Handed.Answered(delivered());
        } catch (Over over) {
            return over.handed;
        } catch (WireFailure broken) {
            return new Handed.Lost(String.valueOf(broken.getMessage()));
        } catch (IOException unreadable) {
            return new Handed.Unreadable(String.valueOf(unreadable.getMessage()));
        } finally {
            wire.loop().execute(() -> goodbye(wire));
        }
    }

    private void ready() throws Over {
        switch (next()) {
            case LmtpEvent.Ready _ -> {}
            case LmtpEvent.NotReady(var reply) -> throw Over.lost("not let in: " + reply);
            case LmtpEvent other -> throw Over.lost("unexpected: " + other);
        }
    }

    private void accepted() throws Over {
        while (true) {
            switch (next()) {
                case LmtpEvent.MailAnswered(var reply) -> refusal(reply);
                case LmtpEvent.RecipientAnswered(var _, var reply) -> {
                    refusal(reply);
                    return;
                }
                case LmtpEvent other -> throw Over.lost("unexpected: " + other);
            }
        }
    }

    private static void refusal(SmtpReply reply) throws Over {
        if (!reply.positive()) {
            throw new Over(new Handed.Answered(reply));
        }
    }

    /** Whether to wait is asked before the node can have answered: a 354 that comes at once is waited for as well. */
    private void begin(Wire wire) throws WireFailure, Over {
        boolean flowing = act(wire, () -> {
            client.data(wire.output());
            return client.flowing();
        });
        if (!flowing) {
            goAhead();
        }
    }

    private void goAhead() throws Over {
        switch (next()) {
            case LmtpEvent.GoAhead _ -> {}
            case LmtpEvent.ContentRefused(var reply) -> refusal(reply);
            case LmtpEvent other -> throw Over.lost("unexpected: " + other);
        }
    }

    private SmtpReply delivered() throws Over {
        return switch (next()) {
            case LmtpEvent.Delivered(var _, var reply) -> reply;
            case LmtpEvent other -> throw Over.lost("unexpected: " + other);
        };
    }

    private LmtpEvent next() throws Over {
        try {
            Optional<LmtpEvent> event = Optional.ofNullable(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            if (event.isPresent() && event.get() instanceof LmtpEvent.Broken(var reason)) {
                throw Over.lost(reason);
            }
            return event.orElseThrow(() -> Over.lost("no answer in " + PATIENCE.toSeconds() + " s"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Over.lost("stopped");
        }
    }

    /** A slice of the body, no faster than the wire takes it. */
    private void send(Wire wire, ByteBuffer slice) throws WireFailure {
        boolean room = ask(wire, () -> {
            client.content(slice);
            wire.flush();
            roomAgain.clear();
            return wire.writable();
        });
        try {
            if (!room && roomAgain.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) == null) {
                throw new WireFailure("no progress in " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new WireFailure("stopped");
        }
    }

    private interface Question<T> {
        T answer() throws IOException;
    }

    private <T> T act(Wire wire, Question<T> step) throws WireFailure {
        return ask(wire, () -> {
            T answer = step.answer();
            hear(wire, ByteBuffer.allocate(0)); // what the client refuses itself
            wire.flush();
            return answer;
        });
    }

    /** Runs a step on the loop, and waits for its end: loops never block. */
    private static <T> T ask(Wire wire, Question<T> question) throws WireFailure {
        CompletableFuture<T> answer = new CompletableFuture<>();
        wire.loop().execute(() -> {
            try {
                if (!wire.open()) {
                    throw new IOException("the connection is gone");
                }
                answer.complete(question.answer());
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw new WireFailure(String.valueOf(failed.getCause()));
        }
    }

    private void goodbye(Wire wire) {
        try {
            if (wire.open() && client.atRest()) {
                client.quit(wire.output());
            }
        } catch (IOException gone) {
            wire.close("gone");
        }
    }

    @Override
    public void connected(Wire wire) {
        try {
            client.connected(wire.output());
            wire.flush();
        } catch (IOException gone) {
            wire.close("gone");
        }
    }

    @Override
    public void received(Wire wire, ByteBuffer in) {
        try {
            hear(wire, in);
            wire.flush();
        } catch (IOException gone) {
            wire.close("gone");
        }
    }

    private void hear(Wire wire, ByteBuffer in) throws IOException {
        while (true) {
            LmtpEvent event = client.receive(in, wire.output());
            switch (event) {
                case LmtpEvent.More _ -> {
                    return;
                }
                case LmtpEvent.StartTls _ -> {
                    wire.startTls(this);
                    return;
                }
                case LmtpEvent.Broken _ -> {
                    heard.add(event);
                    wire.close("not LMTP");
                    return;
                }
                case LmtpEvent _ -> heard.add(event);
            }
        }
    }

    @Override
    public void writabilityChanged(Wire wire) {
        if (wire.writable()) {
            roomAgain.add(true);
        }
    }

    @Override
    public void closed(Wire wire, String why) {
        heard.add(new LmtpEvent.Broken(why));
        roomAgain.add(true);
    }
}
