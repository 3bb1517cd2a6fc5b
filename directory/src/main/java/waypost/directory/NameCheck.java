package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Whether a certificate is that of the server that was meant (RFC 6125 §6). Of one that is not it is said that TLS has failed, as of one that nobody believes. */
final class NameCheck extends SSLSocketVerifier {
    /** RFC 6125 §6.4.4: the common name does not count beside alternative names. */
    private final SSLSocketVerifier names = new HostNameSSLSocketVerifier(true, false);

    @Override
    public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
        try {
            names.verifySSLSocket(host, port, socket);
        } catch (LDAPException another) {
            String said = String.valueOf(another.getMessage());
            throw new LDAPException(another.getResultCode(), said, new SSLPeerUnverifiedException(said));
        }
    }
}
