package waypost.oauth;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import waypost.identity.Secret;

/**
 * One issuer of tokens.
 *
 * @param name for the log
 * @param issuer what its tokens have as {@code iss}, to the letter
 * @param audiences its tokens must be for one of these
 * @param scope that its tokens must have
 * @param userClaim which claim says whose a token is
 * @param emails which are believed to be the user's, where that claim is {@link #EMAIL}
 * @param tls whom to believe to be the issuer; host names are checked besides
 */
public record IssuerSettings(
        String name,
        String issuer,
        Set<String> audiences,
        Optional<String> scope,
        String userClaim,
        Emails emails,
        Proof proof,
        SSLContext tls) {
    public static final String EMAIL = "email";

    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    public IssuerSettings {
        audiences = Set.copyOf(audiences);
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("an issuer without a name");
        }
        if (audiences.isEmpty() || audiences.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("tokens for nobody");
        }
        if (userClaim.isBlank()) {
            throw new IllegalArgumentException("a claim without a name");
        }
        scope.ifPresent(IssuerSettings::checkScope);
    }

    /** RFC 6749 §3.3: a scope is one word. */
    public static void checkScope(String scope) {
        if (!SCOPE.matcher(scope).matches()) {
            throw new IllegalArgumentException("not one scope: " + scope);
        }
    }

    /** What an issuer has to say of an address: many let their users write one down that is another's. */
    public enum Emails {
        /** That it is verified. */
        VERIFIED,
        /** Not that it is not: for one who never says it, and knows all his users' addresses. */
        UNLESS_DENIED
    }

    /** How a token is known to be the issuer's. */
    public sealed interface Proof {
        /** It is signed with a key of the set there (RFC 7517 §5). */
        record KeysAt(URI url) implements Proof {
            public KeysAt {
                checkUrl(url);
            }
        }

        /** It is signed with a key of the set in a file. */
        record KeysIn(Path file) implements Proof {}

        /**
         * The issuer says so itself (RFC 7662).
         *
         * @param client as whom to ask
         */
        record Introspection(URI url, String client, Secret secret) implements Proof {
            public Introspection {
                checkUrl(url);
            }
        }

        /** @param keys a URL, which has {@code ://} in it, or a path */
        static Proof keys(String keys) {
            return keys.contains("://") ? new KeysAt(URI.create(keys)) : new KeysIn(Path.of(keys));
        }
    }

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    /** Keys and secrets travel protected, or not beyond this machine. */
    private static void checkUrl(URI url) {
        String host = url.getHost();
        boolean asked = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!asked || host == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("not an https URL: " + url);
        }
        if (url.getScheme().equals("http") && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException("not protected by TLS: " + url);
        }
    }
}
