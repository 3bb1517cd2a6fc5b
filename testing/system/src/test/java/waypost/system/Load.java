package waypost.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import waypost.system.Sent.Told;

/** Clients that send mail at the same time, each message once and under its own Message-ID, and remember what they were told. */
final class Load implements AutoCloseable {
    private static final List<List<String>> RECIPIENTS =
            List.of(List.of("alice", "bob"), List.of("bob"), List.of("alice"), List.of("bob", "carol", "alice"));

    private static final int MINUTES = 10;

    private final Site site;
    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore done = new Semaphore(0);
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Queue<String> permanent = new ConcurrentLinkedQueue<>();
    private final List<Thread> senders = new ArrayList<>();

    Load(Site site, int connections) {
        this.site = site;
        for (int sender = 0; sender < connections; sender++) {
            senders.add(Thread.ofVirtual().start(this::run));
        }
    }

    /** Lets the clients send so many more. */
    void allow(int messages) {
        allowed.release(messages);
    }

    /** Returns when so many more have come to an end, good or bad. */
    void await(int messages) throws InterruptedException {
        if (!done.tryAcquire(messages, MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("only " + sent.size() + " messages have come to an end");
        }
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Answers that say that a message will never be taken. */
    List<String> permanentRefusals() {
        return List.copyOf(permanent);
    }

    private boolean positive(String command, String answer) {
        if (answer.startsWith("5")) {
            permanent.add(command + ": " + answer);
        }
        return answer.startsWith("2") || answer.startsWith("3");
    }

    private void run() {
        Sender sender = new Sender();
        try {
            while (true) {
                allowed.acquire();
                sent.add(sender.send());
                done.release();
            }
        } catch (InterruptedException end) {
            sender.disconnect();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Thread sender : senders) {
            sender.interrupt();
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** One client, connected as long as its connection lasts. */
    private final class Sender {
        private final List<LineClient> connection = new ArrayList<>();

        Sent send() {
            int number = next.getAndIncrement();
            String id = "m" + number + "@load.test";
            Set<String> accepted = new LinkedHashSet<>();
            try {
                return new Sent(id, accepted, transaction(id, RECIPIENTS.get(number % RECIPIENTS.size()), accepted));
            } catch (IOException lost) {
                disconnect();
                return new Sent(id, accepted, Told.NOTHING);
            }
        }

        private Told transaction(String id, List<String> users, Set<String> accepted) throws IOException {
            LineClient smtp = connected();
            if (!positive("MAIL", smtp.smtp("MAIL FROM:<you@example.org>"))) {
                disconnect();
                return Told.REFUSED;
            }
            for (String user : users) {
                if (positive("RCPT", smtp.smtp("RCPT TO:<" + user + "@example.test>"))) {
                    accepted.add(user);
                }
            }
            if (accepted.isEmpty() || !positive("DATA", smtp.smtp("DATA"))) {
                disconnect();
                return Told.REFUSED;
            }
            String answer = smtp.smtp(
                    "Message-ID: <" + id + ">\r\nSubject: " + id + "\r\n\r\n" + "load ".repeat(200) + "\r\n.");
            return positive("message", answer) ? Told.ACCEPTED : Told.REFUSED;
        }

        private LineClient connected() throws IOException {
            if (connection.isEmpty()) {
                LineClient smtp = LineClient.clear(site.authority(), site.smtp());
                connection.add(smtp);
                smtp.reply();
                smtp.smtp("EHLO client.example.org");
            }
            return connection.getFirst();
        }

        void disconnect() {
            connection.forEach(LineClient::abandon);
            connection.clear();
        }
    }
}
