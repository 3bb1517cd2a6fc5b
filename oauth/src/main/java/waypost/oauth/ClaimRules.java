package waypost.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import waypost.identity.LogText;
import waypost.oauth.IssuerSettings.Emails;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.User;

/** What an issuer's tokens must say to be good for a log-in here, whoever vouches for it that they say it. */
record ClaimRules(String issuer, Set<String> audiences, Optional<String> scope, String userClaim, Emails emails) {
    /** How far clocks may be apart (RFC 7519 §4.1.4, §4.1.5). */
    static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final int LONGEST_NAME = 320;

    /** {@link User} or {@link Refused}. */
    TokenAnswer judge(Claims claims, Instant now) {
        Optional<Instant> end = claims.time("exp");
        if (!claims.text("iss").equals(Optional.of(issuer))) {
            return new Refused("iss is not " + issuer);
        }
        if (Collections.disjoint(claims.oneOrMore("aud"), audiences)) {
            return new Refused("aud is for others: " + said(claims, "aud"));
        }
        if (end.isEmpty()) {
            return new Refused("exp is no date: " + said(claims, "exp"));
        }
        if (!now.isBefore(end.get().plus(LEEWAY))) {
            return new Refused("expired at " + end.get());
        }
        if (claims.has("nbf") && !begun(claims, now)) {
            return new Refused("not to be used before nbf: " + said(claims, "nbf"));
        }
        // RFC 7800 §3.1, RFC 9449 §7.2: whoever shows it must have a key, and SASL has no way to show that
        if (claims.has("cnf")) {
            return new Refused("bound to a key (cnf)");
        }
        Set<String> scopes = claims.scopes();
        return scope.isEmpty() || scopes.contains(scope.get())
                ? user(claims, end.get(), scopes)
                : new Refused("without scope " + scope.get());
    }

    private static boolean begun(Claims claims, Instant now) {
        return claims.time("nbf")
                .filter(start -> !now.plus(LEEWAY).isBefore(start))
                .isPresent();
    }

    private TokenAnswer user(Claims claims, Instant end, Set<String> scopes) {
        Optional<String> name = claims.text(userClaim).filter(ClaimRules::isName);
        if (name.isEmpty()) {
            return new Refused("no name of a user in " + userClaim);
        }
        if (userClaim.equals(IssuerSettings.EMAIL) && !verified(claims)) {
            return new Refused("email_verified is not true: " + LogText.of(name.get()));
        }
        return new User(name.get(), end, scopes);
    }

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    /** OpenID Connect Core 1.0 §5.1: whether the issuer knows that the address is the user's. Some write it as text, and some never say it. */
    private boolean verified(Claims claims) {
        Optional<Object> said = claims.any("email_verified");
        return said.isEmpty()
                ? emails == Emails.UNLESS_DENIED
                : said.get().equals(true) || said.get().equals("true");
    }

    private static String said(Claims claims, String name) {
        return LogText.of(claims.any(name).map(String::valueOf).orElse("missing"));
    }
}
