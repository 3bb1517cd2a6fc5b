package waypost.net;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who is at the other end of a wire.
 *
 * @param remote the client; behind a PROXY protocol header, the address that it names
 * @param local the address the client reached; behind a PROXY protocol header, the one that it names
 * @param way how the bytes came here
 * @param internal whether the listener is for nodes of the cluster; false on a wire that this node opened
 * @param tls what TLS found out; empty in clear
 */
public record Peer(
        InetSocketAddress remote, InetSocketAddress local, Way way, boolean internal, Optional<TlsFacts> tls) {
    /** How the bytes came here. */
    public enum Way {
        SOCKET,
        /** Through a relay that names the client in a PROXY protocol header. */
        PROXY_HEADER,
        /** From this process. */
        IN_PROCESS
    }

    /**
     * What the handshake found out.
     *
     * @param version as TLS spells it: {@code TLSv1.3}
     * @param cipher suite agreed on
     * @param certificateNames names in a node's certificate, which was verified; empty when it showed none, and always where users are asked for theirs
     * @param user the certificate of the client's user, which was verified; always empty where nodes are asked for theirs
     * @param shown our certificate, if one was shown
     */
    public record TlsFacts(
            String version,
            String cipher,
            List<String> certificateNames,
            Optional<X509Certificate> user,
            Optional<X509Certificate> shown) {
        /** Of a side that showed none. */
        public TlsFacts(String version, String cipher, List<String> certificateNames) {
            this(version, cipher, certificateNames, Optional.empty(), Optional.empty());
        }
    }

    /** Whether nobody on the way can read along: TLS, or no way at all. */
    public boolean confidential() {
        return tls.isPresent() || way == Way.IN_PROCESS;
    }

    Peer with(TlsFacts facts) {
        return new Peer(remote, local, way, internal, Optional.of(facts));
    }

    /** {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. */
    public String client() {
        return text(remote);
    }

    static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
