package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import waypost.config.Configuration;

/** An administrator finds in the log who logged in and where mail went. */
final class LogTest {
    @TempDir
    private Path folder;

    private final Logger all = (Logger) LoggerFactory.getLogger("waypost");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private int imap;
    private int smtp;
    private Node node;

    @BeforeEach
    void start() throws IOException, Complaint {
        Site site = Site.in(folder);
        assertEquals(Main.DONE, site.addUser("anna@example.net").status());
        imap = Site.unusedPort();
        smtp = Site.unusedPort();
        Path config = Path.of(site.config());
        Files.writeString(config, """
                services:
                  imap: {listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]}
                  smtp: {listeners: [{address: "127.0.0.1:%d"}]}
                """.formatted(imap, smtp), StandardOpenOption.APPEND);
        Configuration configuration = Configured.read(config);
        Logging.apply(configuration.log()); // another test may have had less logged
        node = Node.start(configuration);
        log.list = new CopyOnWriteArrayList<>(); // the node's threads write on while it is read
        log.start();
        all.addAppender(log);
    }

    @AfterEach
    void stop() {
        all.detachAppender(log);
        node.close();
    }

    /** Each line has its answer's last line before the next is sent; returns the answers. */
    private static String talk(int port, String greeted, String... exchanges) throws IOException {
        StringBuilder heard = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            await(in, greeted, heard);
            for (int i = 0; i < exchanges.length; i += 2) {
                socket.getOutputStream().write((exchanges[i] + "\r\n").getBytes(StandardCharsets.US_ASCII));
                await(in, exchanges[i + 1], heard);
            }
        }
        return heard.toString();
    }

    private static void await(BufferedReader in, String begin, StringBuilder heard) throws IOException {
        String line;
        do {
            line = in.readLine();
            heard.append(line).append('\n');
        } while (line != null && !line.startsWith(begin));
    }

    private void logged(String pattern) {
        assertTrue(
                log.list.stream().map(ILoggingEvent::getFormattedMessage).anyMatch(line -> line.matches(pattern)),
                () -> pattern + " in\n" + log.list);
    }

    @Test
    void whoLogsIn() throws IOException {
        String heard = talk(
                imap,
                "* OK",
                "a LOGIN anna@example.net wrong",
                "a ",
                "b LOGIN \"x\\\" y\" wrong",
                "b ",
                "c LOGIN anna@example.net secret",
                "c ");
        assertTrue(heard.contains("\na NO ") && heard.contains("\nc OK "), heard);
        String login = "event=login service=IMAP session=\\S+ client=127\\.0\\.0\\.1:\\d+ user=";
        logged(login + "\"anna@example\\.net\" outcome=refused-credentials .*");
        logged(login + "\"x\\? y\" outcome=refused-credentials .*");
        logged(login + "\"anna@example\\.net\" outcome=served .*");
    }

    @Test
    void whereMailGoes() throws IOException {
        String heard = talk(
                smtp,
                "220 ",
                "EHLO x",
                "250 ",
                "MAIL FROM:<bob@example.org>",
                "250 ",
                "RCPT TO:<nobody@example.net>",
                "550 ",
                "RCPT TO:<anna@example.net>",
                "250 ",
                "DATA",
                "354 ",
                "Subject: x\r\n\r\nx\r\n.",
                "250 ");
        assertTrue(heard.endsWith("250 2.6.0 Message accepted\n"), heard);
        String begin = " session=\\S+ client=127\\.0\\.0\\.1:\\d+ ";
        logged("event=recipient-refused" + begin + "to=nobody@example\\.net answer=\"550 5\\.1\\.1 .*");
        String mail = begin + "transfer=[0-9a-f]{32} from=<bob@example\\.org> ";
        logged("event=recipient" + mail + "to=anna@example\\.net node=mail1");
        logged("event=message" + mail + "recipients=1 answer=\"250 2\\.6\\.0 .*");
    }
}
