package waypost.oauth;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.oauth.IssuerSettings.Proof;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.Unavailable;

/** An issuer that is asked about each token (RFC 7662). */
record AskedIssuer(String name, ClaimRules rules, Proof.Introspection settings, Web web, InstantSource instants)
        implements Issuer {
    @Override
    public TokenAnswer check(Secret token, Token.Signed form) {
        return check(token);
    }

    TokenAnswer check(Secret token) {
        return switch (web.fetch(request(token))) {
            case Fetched.Content(var json) -> answer(Claims.parse(json));
            case Fetched.Failed(var why) -> new Unavailable(name + " cannot be asked: " + why);
        };
    }

    /** RFC 7662 §2.1; the client shows itself as RFC 6749 §2.3.1 has it. */
    private HttpRequest request(Secret token) {
        String credentials =
                encoded(settings.client()) + ":" + encoded(settings.secret().value());
        return HttpRequest.newBuilder(settings.url())
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString("token=" + encoded(token.value()) + "&token_type_hint=access_token"))
                .build();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** RFC 7662 §2.2: only {@code active} must be there. What the answer leaves out of {@code iss} and {@code exp} is clear from who gave it, and when. */
    private TokenAnswer answer(Optional<Claims> said) {
        Optional<Object> active = said.flatMap(claims -> claims.any("active"));
        if (said.isEmpty() || !(active.orElse("") instanceof Boolean good)) {
            return new Unavailable(name + " does not say whether a token is active");
        }
        if (!good) {
            return new Refused("not active, says " + name);
        }
        Instant now = instants.instant();
        long again = now.plus(Remembered.ACCEPTED).getEpochSecond();
        return rules.judge(said.get().orElse(Map.of("iss", rules.issuer(), "exp", again)), now);
    }
}
