package waypost.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Another product's server, by IMAP, POP3 and SMTP: lets everybody in, and takes all mail. */
final class OldServer implements AutoCloseable {
    private final List<ServerSocket> listening = new ArrayList<>();
    private final Set<String> callers = new ConcurrentSkipListSet<>();
    private final int imap;
    private final int pop3;
    private final int smtp;
    private volatile CountDownLatch answering = new CountDownLatch(0);

    OldServer() throws IOException {
        imap = listen("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi", this::imap);
        pop3 = listen("+OK hi", _ -> "+OK");
        smtp = listen("220 hi", OldServer::smtp);
    }

    /** As an entry of {@code nodes}. */
    String node(String more) {
        return "{name: old1, login: password, tls: none, imap: \"127.0.0.1:%d\", pop3: \"127.0.0.1:%d\", smtp: \"127.0.0.1:%d\"%s}"
                .formatted(imap, pop3, smtp, more);
    }

    /** Where connections have come from. */
    Set<String> callers() {
        return callers;
    }

    /** Has log-ins by IMAP wait until that is over. */
    void holds(CountDownLatch until) {
        answering = until;
    }

    private int listen(String greeting, UnaryOperator<String> answers) throws IOException {
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        listening.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket accepted = socket.accept();
                    callers.add(accepted.getInetAddress().getHostAddress());
                    Thread.ofVirtual().start(() -> serve(accepted, greeting, answers));
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return socket.getLocalPort();
    }

    private static void serve(Socket accepted, String greeting, UnaryOperator<String> answers) {
        try (accepted;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII))) {
            say(accepted, greeting);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = answers.apply(line);
                if (!answer.isEmpty()) {
                    say(accepted, answer);
                }
            }
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket accepted, String line) throws IOException {
        accepted.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String imap(String line) {
        try {
            answering.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return line.split(" ", 2)[0] + " OK [CAPABILITY IMAP4rev1] done";
    }

    private static String smtp(String line) {
        return switch (line.split("[ :]", 2)[0]) {
            case "EHLO", "MAIL", "RCPT", "RSET", "." -> "250 done";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            case String _ -> "";
        };
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : listening) {
            socket.close();
        }
    }
}
