package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.Transfer;

/** What the log says of mail that goes in circles. */
class LoopLogTest {
    private static final String LOOP = "Received: x\r\n".repeat(100) + Cluster.MAIL;

    private final Logger delivery = (Logger) LoggerFactory.getLogger("waypost.delivery");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    private Cluster cluster;
    private Recipient ann;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        ann = cluster.account("ann", "a-v1");
        log.start();
        delivery.addAppender(log);
        delivery.setLevel(Level.WARN); // tests are silent otherwise
    }

    @AfterEach
    void close() throws IOException {
        delivery.setLevel(null);
        delivery.detachAppender(log);
        cluster.close();
    }

    private List<String> logged() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("event=mail-loop"))
                .toList();
    }

    @Test
    void namesTheTransferOnce() {
        TransferId id = cluster.transfer();
        cluster.begin("a", Cluster.transaction(id), LOOP, ann).finish();
        assertEquals(List.of("event=mail-loop transfer=" + id + " sender=<bob@example.org>"), logged());
    }

    @Test
    void leavesItToTheNodeOfTheRecipients() {
        cluster.begin("a", Cluster.transaction(cluster.transfer()), LOOP, ann.heldFor(new NodeName("b")))
                .finish();
        assertEquals(List.of(), logged());
    }

    @Test
    void namesTheTransferThatPassedTooManyNodes() {
        TransferId id = cluster.transfer();
        Transfer far = new Transfer(id, Duration.ZERO, Optional.empty(), Transfer.MAX_HOPS + 1);
        assertInstanceOf(
                Reception.Opening.Declined.class,
                cluster.reception("a").begin(Cluster.transaction(Optional.of(far), Cluster.SENDER)));
        assertEquals(List.of("event=mail-loop transfer=" + id + " sender=<bob@example.org>"), logged());
    }
}
