package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import waypost.net.ClientTls;
import waypost.net.Dial;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.net.Net;

/**
 * Mail brought to the demo and read from it, as clients do: what the cache of the fast start learns the methods from that a node needs. How
 * much is done is a number of commands and not a time. The first answer that is not what it should be ends it.
 */
final class Rehearsal {
    /** Messages in each session of submission, and in the one of SMTP. */
    private static final int MESSAGES = 13;

    /** How often each user goes through the commands of {@link RehearsalSession}, and then through those of POP3. */
    private static final int ROUNDS = 4;

    private final Net net;
    private final DemoPorts ports;
    private final ClientTls tls;
    private final List<String> users;

    private Rehearsal(Net net, DemoPorts ports, ClientTls tls, List<String> users) {
        this.net = net;
        this.ports = ports;
        this.tls = tls;
        this.users = users;
    }

    /** Returns when all was done. The users work side by side. */
    static void run(Path folder, DemoPorts ports, List<String> users) throws Complaint {
        try (Net net = Net.open(new MetricRegistry());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ClientTls tls = ClientTls.to("localhost", List.of(folder.resolve("tls/ca.pem")));
            Rehearsal rehearsal = new Rehearsal(net, ports, tls, users);
            List<Future<?>> running = new ArrayList<>();
            for (String user : users) {
                running.add(threads.submit(() -> {
                    rehearsal.play(user);
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (IOException failed) {
            throw failed(failed);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw failed(cause);
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Complaint.failed("The rehearsal was interrupted.");
        }
    }

    private static Complaint failed(IOException failed) {
        return Complaint.failed("The rehearsal failed: " + Reason.of(failed));
    }

    private void play(String user) throws IOException {
        submit(user, 0, ports.submissions(), new Encryption.Implicit(tls));
        submit(user, MESSAGES, ports.submission(), new Encryption.StartTls(tls));
        receive(user, 2 * MESSAGES);
        try (Conversation imap = open(ports.imaps(), new Encryption.Implicit(tls))) {
            new RehearsalSession(imap, user, Demo.PASSWORD).play(ROUNDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            fetchByPop(user);
        }
    }

    private Conversation open(int port, Encryption encryption) {
        return Conversation.open(
                net, Dial.to(new Endpoint.Socket("127.0.0.1", port)).with(encryption));
    }

    /** RFC 6409, with STARTTLS (RFC 3207) or TLS from the first byte, to all users. */
    private void submit(String user, int first, int port, Encryption encryption) throws IOException {
        try (Conversation smtp = open(port, encryption)) {
            smtp(smtp, "", "220");
            smtp(smtp, "EHLO client.example.org", "250");
            if (encryption instanceof Encryption.StartTls) {
                smtp(smtp, "STARTTLS", "220");
                smtp.startTls();
                smtp(smtp, "EHLO client.example.org", "250");
            }
            smtp(smtp, "AUTH PLAIN " + plain(user), "235");
            deliver(smtp, first, user, users);
            smtp(smtp, "QUIT", "221");
        }
    }

    /** RFC 4616. */
    private static String plain(String user) {
        String message = "\0" + user + "\0" + Demo.PASSWORD.value();
        return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    }

    private void receive(String user, int first) throws IOException {
        try (Conversation smtp = open(ports.smtp(), new Encryption.None())) {
            smtp(smtp, "", "220");
            smtp(smtp, "EHLO mx.example.org", "250");
            deliver(smtp, first, "sender@example.org", List.of(user));
            smtp(smtp, "QUIT", "221");
        }
    }

    private static void deliver(Conversation smtp, int first, String from, List<String> to) throws IOException {
        for (int number = first; number < first + MESSAGES; number++) {
            smtp(smtp, "MAIL FROM:<" + from + ">", "250");
            for (String recipient : to) {
                smtp(smtp, "RCPT TO:<" + recipient + ">", "250");
            }
            smtp(smtp, "DATA", "354");
            smtp(smtp, RehearsalMail.text(number) + ".", "250");
        }
    }

    /** @param command empty where the server speaks first */
    private static void smtp(Conversation smtp, String command, String code) throws IOException {
        if (!command.isEmpty()) {
            smtp.send(command + "\r\n");
        }
        String answer = smtp.answer(line -> line.length() < 4 || line.charAt(3) != '-'); // RFC 5321 §4.2.1
        if (!answer.startsWith(code)) {
            throw new IOException(refused(command, answer));
        }
    }

    /** RFC 1939, over TLS. */
    private void fetchByPop(String user) throws IOException {
        try (Conversation pop = open(ports.pop3s(), new Encryption.Implicit(tls))) {
            pop(pop, "");
            pop(pop, "USER " + user);
            pop(pop, "PASS " + Demo.PASSWORD.value());
            pop(pop, "STAT");
            pop(pop, "RETR 1");
            pop.answer("."::equals);
            pop(pop, "QUIT");
        }
    }

    private static void pop(Conversation pop, String command) throws IOException {
        if (!command.isEmpty()) {
            pop.send(command + "\r\n");
        }
        String answer = pop.answer(_ -> true);
        if (!answer.startsWith("+OK")) {
            throw new IOException(refused(command, answer));
        }
    }

    /** Names the command by its first word: behind it may be a password, or a message. */
    static String refused(String command, String answer) {
        String named = command.isEmpty() ? "the greeting" : command.split("[ \r]", 2)[0];
        return named + " was answered " + answer;
    }
}
