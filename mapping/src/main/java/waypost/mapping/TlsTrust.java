package waypost.mapping;

import javax.net.ssl.SSLContext;

/**
 * Whom the mapping believes to be its directories.
 *
 * @param context trusts the authorities configured; host names are checked besides (RFC 4513 §3.1.3)
 */
public record TlsTrust(SSLContext context) {}
