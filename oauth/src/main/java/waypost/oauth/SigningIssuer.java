package waypost.oauth;

import com.nimbusds.jose.JWSHeader;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waypost.identity.LogText;
import waypost.identity.Secret;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.Unavailable;

/**
 * An issuer whose tokens are signed, so that they are checked here. Of a token's header nothing is believed but which key of the issuer's set is
 * meant: {@code jku}, {@code jwk}, {@code x5u} and {@code x5c} are not looked at (RFC 8725 §3.10).
 */
record SigningIssuer(ClaimRules rules, IssuerKeys keys, InstantSource instants) implements Issuer {
    /** RFC 8725 §3.11, RFC 9068 §2.1: not what an issuer signs for other ends. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    @Override
    public TokenAnswer check(Secret token, Token.Signed form) {
        Optional<String> fault = fault(form.object().getHeader());
        if (fault.isPresent()) {
            return new Refused(fault.get());
        }
        // what costs nothing comes first: no keys are fetched for what is refused anyway
        return switch (rules.judge(form.claims(), instants.instant())) {
            case TokenAnswer.User user ->
                switch (keys.verify(form.object())) {
                    case IssuerKeys.Verdict.Signed() -> user;
                    case IssuerKeys.Verdict.NotSigned(var why) -> new Refused(why);
                    case IssuerKeys.Verdict.Unknown(var why) -> new Unavailable(why);
                };
            case Refused refused -> refused;
            case Unavailable unavailable -> unavailable;
        };
    }

    private static Optional<String> fault(JWSHeader header) {
        if (!KeySet.ALGORITHMS.contains(header.getAlgorithm())) {
            return Optional.of("algorithm " + LogText.of(header.getAlgorithm().getName()));
        }
        // RFC 7515 §4.1.11: none of the extensions that it could name is known here
        if (header.getCriticalParams() != null) {
            return Optional.of("crit in the header");
        }
        boolean known = header.getType() == null
                || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT));
        return known
                ? Optional.empty()
                : Optional.of("typ " + LogText.of(header.getType().getType()));
    }
}
