package waypost.protocol.pop3;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.protocol.Output;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.SaslOffer;

/**
 * What one connection is offered before log-in. Made by the driver, which knows the listener and whether TLS is on.
 *
 * @param sasl mechanisms of AUTH; USER and PASS come with PLAIN
 */
public record Pop3Service(String host, Set<Offer> offers, SaslOffer sasl) {
    /**
     * RFC 2449 §6. UTF8 (RFC 6856) is not offered. RFC 2449 §6.5: LOGIN-DELAY is declined, as nobody is refused for coming back soon.
     * RFC 2449 §6.7: EXPIRE is declined, as no retention is enforced here, and to promise NEVER is the site's affair.
     */
    private static final String ALWAYS = "TOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n";

    public Pop3Service {
        offers = Set.copyOf(offers);
    }

    public enum Offer {
        /** RFC 2595 §4. */
        STLS,
        /** Facts about the client, from trusted peers; never announced. */
        XCLIENT
    }

    void capabilities(Output out) throws IOException {
        StringBuilder lines = new StringBuilder("+OK\r\n").append(ALWAYS);
        if (sasl.has(Mechanism.PLAIN)) {
            lines.append("USER\r\n");
        }
        if (!sasl.isEmpty()) {
            String names = sasl.announced().stream().map(Mechanism::toString).collect(Collectors.joining(" "));
            lines.append("SASL ").append(names).append("\r\n");
        }
        if (offers.contains(Offer.STLS)) {
            lines.append("STLS\r\n");
        }
        out.text(lines.append(".\r\n").toString());
    }

    /** Behind log-in. USER and SASL are announced there too (RFC 2449 §6.2, §6.3): as to one who came in with TLS. */
    static void sessionCapabilities(Output out) throws IOException {
        out.text("+OK\r\n" + ALWAYS + "USER\r\nSASL PLAIN LOGIN\r\n.\r\n");
    }
}
