package waypost.protocol.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import waypost.identity.ChannelBinding;
import waypost.identity.ScramHash;

/**
 * The mechanisms that may be used on one connection as it is.
 *
 * @param binding of its TLS channel; those that bind are not offered where there is none
 * @param outside whom TLS has found the client to be; EXTERNAL is not offered where that is nobody
 * @param tickets begins with a client that has a ticket for the service; GSSAPI is not offered without
 * @param nonces each of printable characters without a comma, and never the same (RFC 5802 §5.1)
 */
public record SaslOffer(
        Set<Mechanism> mechanisms,
        Optional<ChannelBinding> binding,
        Outside outside,
        Optional<Supplier<TicketContext>> tickets,
        Supplier<String> nonces) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_OCTETS = 18;

    public static final SaslOffer NOTHING = of();

    public SaslOffer {
        mechanisms = Set.copyOf(mechanisms);
    }

    public SaslOffer(Set<Mechanism> mechanisms, Optional<ChannelBinding> binding) {
        this(mechanisms, binding, SaslOffer::nonce);
    }

    /** To a client of whom TLS knows nothing. */
    public SaslOffer(Set<Mechanism> mechanisms, Optional<ChannelBinding> binding, Supplier<String> nonces) {
        this(mechanisms, binding, new Outside.Nobody(), Optional.empty(), nonces);
    }

    /** On a channel that binds nothing. */
    public static SaslOffer of(Mechanism... mechanisms) {
        return new SaslOffer(Set.of(mechanisms), Optional.empty());
    }

    /** The same to a client whom TLS has found to be this. */
    public SaslOffer to(Outside known) {
        return new SaslOffer(mechanisms, binding, known, tickets, nonces);
    }

    /** The same where tickets are read so. */
    public SaslOffer with(Supplier<TicketContext> reading) {
        return new SaslOffer(mechanisms, binding, outside, Optional.of(reading), nonces);
    }

    private static String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    public boolean has(Mechanism mechanism) {
        return mechanisms.contains(mechanism)
                && switch (mechanism) {
                    case SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS -> binding.isPresent();
                    case EXTERNAL -> ExternalServer.of(outside).isPresent();
                    case GSSAPI -> tickets.isPresent();
                    case SCRAM_SHA_256, SCRAM_SHA_1, OAUTHBEARER, XOAUTH2, PLAIN, LOGIN, CRAM_MD5 -> true;
                };
    }

    public boolean isEmpty() {
        return announced().isEmpty();
    }

    /** In the order of {@link Mechanism}. */
    public List<Mechanism> announced() {
        return mechanisms.stream().filter(this::has).sorted().toList();
    }

    /** An exchange by the mechanism that a client names; empty if it is not offered. */
    public Optional<SaslExchange> begin(String name) {
        return Mechanism.named(name).filter(this::has).map(mechanism -> new SaslExchange(server(mechanism)));
    }

    private ServerMechanism server(Mechanism mechanism) {
        return switch (mechanism) {
            case PLAIN -> new PlainServer();
            case LOGIN -> new LoginServer();
            case EXTERNAL -> ExternalServer.of(outside).orElseThrow();
            case GSSAPI -> new GssapiServer(tickets.orElseThrow().get());
            case CRAM_MD5 -> new CramServer("<" + nonces.get() + "@waypost>");
            case OAUTHBEARER, XOAUTH2 -> new BearerServer(mechanism);
            case SCRAM_SHA_1 -> new ScramServer(ScramHash.SHA_1, plain(Mechanism.SCRAM_SHA_1_PLUS), nonces.get());
            case SCRAM_SHA_256 -> new ScramServer(ScramHash.SHA_256, plain(Mechanism.SCRAM_SHA_256_PLUS), nonces.get());
            case SCRAM_SHA_1_PLUS -> new ScramServer(ScramHash.SHA_1, bound(), nonces.get());
            case SCRAM_SHA_256_PLUS -> new ScramServer(ScramHash.SHA_256, bound(), nonces.get());
        };
    }

    private ScramBinding plain(Mechanism better) {
        return has(better) ? new ScramBinding.Spurned() : new ScramBinding.Unknown();
    }

    private ScramBinding bound() {
        return new ScramBinding.Bound(binding.orElseThrow());
    }
}
