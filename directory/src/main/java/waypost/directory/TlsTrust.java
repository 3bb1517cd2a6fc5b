package waypost.directory;

import javax.net.ssl.SSLContext;

/** Whom the mapping believes to be its directories, and what it shows them of itself. Any thread. */
@FunctionalInterface
public interface TlsTrust {
    /**
     * For a new connection. It trusts the authorities configured; host names are checked besides (RFC 4513 §3.1.3).
     *
     * @param directory its name
     */
    SSLContext context(String directory);
}
