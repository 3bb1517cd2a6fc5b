package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waypost.identity.Secret;
import waypost.protocol.login.Refusal;

/**
 * The client's side of OAUTHBEARER (RFC 7628 §3.1) and XOAUTH2: one message with a token. A server that does not take it says why in a challenge, hears an
 * answer that says nothing, and refuses then (RFC 7628 §3.2.3). One log-in.
 */
public final class TokenExchange {
    /** For the log: why nothing was begun. */
    public static final String NOT_OFFERED = "offers neither OAUTHBEARER nor XOAUTH2";

    private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"?([0-9A-Za-z_]{1,64})");
    private static final Pattern SERVERS_TROUBLE = Pattern.compile("5[0-9]{2}|server_error|temporarily_unavailable");

    private final Mechanism mechanism;
    private final Secret response;
    private final Secret nothing;
    private Stage stage = Stage.BEGUN;
    private Optional<Refusal> said = Optional.empty();

    private enum Stage {
        /** The server is to ask for the token. */
        BEGUN,
        SHOWN,
        /** The server has said why it does not take the token. */
        EXPLAINED
    }

    private TokenExchange(Mechanism mechanism, Secret response, String nothing) {
        this.mechanism = mechanism;
        this.response = response;
        this.nothing = new Secret(nothing);
    }

    /** By the standard mechanism if the server offers it, else by the older one; empty where it offers neither. */
    public static Optional<TokenExchange> by(Collection<String> offered, String user, Secret token) {
        return Stream.of(oauthbearer(user, token), xoauth2(user, token))
                .filter(exchange -> offered.stream().anyMatch(exchange.mechanism.toString()::equalsIgnoreCase))
                .findFirst();
    }

    /** RFC 7628 §3.2.3: what says nothing is one octet, 1. */
    private static TokenExchange oauthbearer(String user, Secret token) {
        return new TokenExchange(Mechanism.OAUTHBEARER, InitialResponse.oauthbearer(user, token), "AQ==");
    }

    private static TokenExchange xoauth2(String user, Secret token) {
        return new TokenExchange(Mechanism.XOAUTH2, InitialResponse.xoauth2(user, token), "");
    }

    /**
     * The command that begins it, with the token where that fits; else the server asks for it.
     *
     * @param verb what the command begins with
     * @param octets that a command may have in front of its line end
     */
    public Secret command(String verb, int octets) {
        String named = verb + " " + mechanism;
        String whole = named + " " + response.value();
        stage = whole.length() <= octets ? Stage.SHOWN : Stage.BEGUN;
        return new Secret(stage == Stage.SHOWN ? whole : named);
    }

    /** The line that answers a challenge; empty where nothing is left to be said. */
    public Optional<Secret> answer(String challenge) {
        return switch (stage) {
            case BEGUN -> {
                stage = Stage.SHOWN;
                yield Optional.of(response);
            }
            case SHOWN -> {
                stage = Stage.EXPLAINED;
                said = Optional.of(why(challenge));
                yield Optional.of(nothing);
            }
            case EXPLAINED -> Optional.empty();
        };
    }

    /**
     * What it means that the server has refused the log-in.
     *
     * @param code that it gave, which is none that says why; empty where it gave none, as servers without codes do where the token is not good
     */
    public Refusal refusal(Optional<String> code) {
        return said.orElse(code.isEmpty() ? Refusal.CREDENTIALS : Refusal.UNAVAILABLE);
    }

    /** RFC 7628 §3.2.2 has words of OAuth for a status, older servers numbers of HTTP. What cannot be read is as good as any other word. */
    private static Refusal why(String challenge) {
        Matcher status = STATUS.matcher(StrictBase64.decode(challenge)
                .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .orElse(""));
        boolean trouble =
                status.find() && SERVERS_TROUBLE.matcher(status.group(1)).matches();
        return trouble ? Refusal.UNAVAILABLE : Refusal.CREDENTIALS;
    }
}
