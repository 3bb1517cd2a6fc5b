package waypost.directory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a part logs as a warning or worse, or from another level on, while this is open. Any thread. */
public final class Logged implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    public Logged(String part) {
        this(part, Level.WARN);
    }

    public Logged(String part, Level least) {
        logger = (Logger) LoggerFactory.getLogger(part);
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(least); // tests are silent otherwise
        logger.setAdditive(false);
    }

    /** Those that begin so, in their order. */
    public List<String> lines(String begin) {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(begin))
                .toList();
    }

    @Override
    public void close() {
        logger.setAdditive(true);
        logger.setLevel(null);
        logger.detachAppender(log);
    }
}
