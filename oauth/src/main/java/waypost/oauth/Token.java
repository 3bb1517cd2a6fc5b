package waypost.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import waypost.identity.Secret;

/** What a token looks like, before anything of it is believed. */
sealed interface Token {
    /** A JWT with a signature (RFC 7519 §3, RFC 7515 §7.1). */
    record Signed(JWSObject object, Claims claims) implements Token {}

    /** A word that says nothing to anybody but its issuer. */
    record Opaque() implements Token {}

    /** No token that anybody could have made. */
    record Malformed(String why) implements Token {}

    int LONGEST = 8 << 10;

    /** RFC 6750 §2.1: b64token. */
    Pattern WORD = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    Pattern THREE_PARTS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    static Optional<Malformed> fault(Secret token) {
        if (token.value().length() > LONGEST) {
            return Optional.of(new Malformed("longer than " + LONGEST + " characters"));
        }
        return WORD.matcher(token.value()).matches()
                ? Optional.empty()
                : Optional.of(new Malformed("not a bearer token"));
    }

    static Token read(Secret token) {
        Optional<Malformed> fault = fault(token);
        if (fault.isPresent()) {
            return fault.get();
        }
        return hasHeader(token.value()) ? signed(token.value()) : new Opaque();
    }

    private static boolean hasHeader(String token) {
        return THREE_PARTS.matcher(token).matches()
                && decoded(token.substring(0, token.indexOf('.')))
                        .flatMap(Claims::parse)
                        .isPresent();
    }

    private static Optional<String> decoded(String part) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(part), UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The library takes no {@code none} for an algorithm of signatures, and no empty signature. */
    private static Token signed(String token) {
        try {
            JWSObject object = JWSObject.parse(token);
            Optional<Claims> claims = decoded(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')))
                    .flatMap(Claims::parse);
            return claims.isPresent() ? new Signed(object, claims.get()) : new Malformed("the JWT has no claims");
        } catch (ParseException | IllegalArgumentException | IllegalStateException malformed) {
            return new Malformed("not a signed JWT");
        }
    }
}
