package waypost.net;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a finished TLS handshake says of the peer. */
final class TlsNames {
    /** GeneralName choices of RFC 5280 §4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private TlsNames() {}

    /** With a node, or with a client that is not asked who it is. */
    static Peer.TlsFacts facts(SSLSession session) {
        return new Peer.TlsFacts(
                session.getProtocol(), session.getCipherSuite(), names(session), Optional.empty(), shown(session));
    }

    /** With a client that is asked for its user's certificate: no name of that is a node's. */
    static Peer.TlsFacts facts(SSLSession session, Optional<X509Certificate> user) {
        return new Peer.TlsFacts(session.getProtocol(), session.getCipherSuite(), List.of(), user, shown(session));
    }

    private static Optional<X509Certificate> shown(SSLSession session) {
        Certificate[] own = session.getLocalCertificates();
        return own != null && own.length > 0 && own[0] instanceof X509Certificate leaf
                ? Optional.of(leaf)
                : Optional.empty();
    }

    private static List<String> names(SSLSession session) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate leaf ? names(leaf) : List.of();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    /** The alternative names; the common name only where there are none (RFC 9525 §2). */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    int kind = (Integer) name.get(0);
                    if (kind == DNS_NAME || kind == IP_ADDRESS) {
                        names.add((String) name.get(1));
                    }
                }
            }
        } catch (CertificateParsingException odd) {
            return List.of();
        }
        return names.isEmpty() ? commonNames(certificate) : List.copyOf(names);
    }

    static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .toList();
        } catch (InvalidNameException odd) {
            return List.of();
        }
    }
}
