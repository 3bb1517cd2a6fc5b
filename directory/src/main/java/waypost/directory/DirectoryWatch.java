package waypost.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a server of a directory tell its changes as they reach it, over a connection of its own, or one of several; goes on where it was when the
 * connection was lost. The changes of servers that cannot tell them are seen when answers have had their time. One virtual thread.
 */
public final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration UNABLE = Duration.ofMinutes(1);

    private final String directory;
    private final List<URI> servers;
    private final DirectoryPools pools;
    private final ChangeFeed feed;
    private final ChangeFeed.Changes changes;
    private final Set<URI> unable = new HashSet<>();
    private final Map<URI, String> told = new HashMap<>();
    private boolean heard;
    private final Steadfast steadfast;
    private final Thread thread;
    private volatile Optional<LDAPConnection> connection = Optional.empty();
    private volatile boolean closed;

    /**
     * @param servers the first of them that can be reached is watched
     * @param changes hears who tells what the feed tells it, and when that has ended
     */
    DirectoryWatch(
            String directory, List<URI> servers, DirectoryPools pools, ChangeFeed feed, ChangeFeed.Changes changes) {
        this.directory = directory;
        this.servers = servers;
        this.pools = pools;
        this.feed = feed;
        this.changes = changes;
        this.steadfast = new Steadfast("watch-" + directory);
        this.thread = Thread.ofVirtual().name("watch-" + directory).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                servers.forEach(this::watched);
                Thread.sleep(unable.size() < servers.size() ? PAUSE : UNABLE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug leaves open what was told: it is begun anew. */
    private void watched(URI uri) {
        if (!steadfast.does(() -> watch(uri))) {
            feed.startAnew();
        }
    }

    /** Returns when it is over. */
    private void watch(URI uri) {
        if (closed) {
            return;
        }
        heard = false;
        try (LDAPConnection open = pools.watching(uri, feed.silence())) {
            connection = Optional.of(open);
            changes.toldBy(uri);
            boolean able = feed.follow(open, () -> following(uri));
            if (!able && unable.add(uri)) {
                LOG.info("event=directory-not-watched directory={} server={}", directory, uri);
            }
        } catch (LDAPException ended) {
            feed.ended(ended.getResultCode());
            boolean silent = heard && ended.getResultCode().equals(ResultCode.TIMEOUT);
            if (!closed && !silent) {
                told(uri, "directory-watch-ended", Reason.of(ended));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            changes.lost();
        }
    }

    private void following(URI uri) {
        heard = true;
        unable.remove(uri);
        told(uri, "directory-watched", "");
    }

    /** Nothing is told twice in a row: neither an outage that lasts, nor a server that has no changes, which is asked anew now and then. */
    private void told(URI uri, String event, String why) {
        String reason = why.isEmpty() ? "" : " why=\"" + why + "\"";
        if (!(event + why).equals(told.put(uri, event + why))) {
            LOG.info("event={} directory={} server={}{}", event, directory, uri, reason);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        connection.ifPresent(LDAPConnection::close);
    }
}
