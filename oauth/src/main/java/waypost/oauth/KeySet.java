package waypost.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer that verify signatures of the algorithms taken here. Immutable. */
final class KeySet {
    static final KeySet NONE = new KeySet(List.of());

    /** RS256, PS256, ES256 and EdDSA: signatures that only the issuer can make. Never {@code none}, never an HMAC (RFC 8725 §3.1, §3.2). */
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    private static final int MOST_KEYS = 100;

    /** RFC 7518 §3.3. */
    private static final int LEAST_BITS = 2048;

    /** Nobody needs more, and they cost time. */
    private static final int MOST_BITS = 8192;

    /** @param algorithms that it is for: one of RSA may be for two */
    private record Key(@Nullable String id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
        boolean fits(JWSObject token) {
            String wanted = token.getHeader().getKeyID();
            return algorithms.contains(token.getHeader().getAlgorithm()) && (wanted == null || wanted.equals(id));
        }

        boolean verifies(JWSObject token) {
            try {
                return token.verify(verifier);
            } catch (JOSEException unfit) {
                return false;
            }
        }
    }

    private final List<Key> keys;

    private KeySet(List<Key> keys) {
        this.keys = keys;
    }

    /** Empty if it is no set of keys, or has none that can be used. Keys that cannot be used are passed over (RFC 7517 §5). */
    static Optional<KeySet> parse(String json) {
        List<Key> keys = Claims.parse(json)
                .flatMap(set -> set.any("keys"))
                .map(list -> list instanceof List<?> each ? each.stream() : Stream.<Object>empty())
                .orElseGet(Stream::empty)
                .limit(MOST_KEYS)
                .flatMap(member -> member instanceof Map<?, ?> key ? key(key).stream() : Stream.empty())
                .toList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(new KeySet(keys));
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static Optional<Key> key(Map<?, ?> members) {
        try {
            JWK jwk = JWK.parse((Map<String, Object>) members);
            return forSignatures(jwk) ? key(jwk) : Optional.empty();
        } catch (ParseException
                | JOSEException
                | GeneralSecurityException
                | IllegalArgumentException
                | IllegalStateException unfit) {
            return Optional.empty();
        }
    }

    /** RFC 7517 §4.2, §4.3. */
    private static boolean forSignatures(JWK jwk) {
        boolean use = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean operation =
                jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        return use && operation;
    }

    private static Optional<Key> key(JWK jwk) throws JOSEException, GeneralSecurityException {
        return switch (jwk) {
            case RSAKey rsa
            when rsa.size() >= LEAST_BITS && rsa.size() <= MOST_BITS ->
                key(jwk, new RSASSAVerifier(rsa.toRSAPublicKey()), JWSAlgorithm.RS256, JWSAlgorithm.PS256);
            case ECKey ec
            when ec.getCurve().equals(Curve.P_256) ->
                key(jwk, new ECDSAVerifier(ec.toECPublicKey()), JWSAlgorithm.ES256);
            case OctetKeyPair edwards
            when edwards.getCurve().equals(Curve.Ed25519) ->
                key(jwk, new EdwardsVerifier(edwards.getDecodedX()), JWSAlgorithm.EdDSA);
            case JWK _ -> Optional.empty();
        };
    }

    /** RFC 7517 §4.4: a key may say what it is for. */
    private static Optional<Key> key(JWK jwk, JWSVerifier verifier, JWSAlgorithm... possible) {
        Set<JWSAlgorithm> algorithms = Stream.of(possible)
                .filter(one -> jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(one))
                .collect(Collectors.toUnmodifiableSet());
        return algorithms.isEmpty() ? Optional.empty() : Optional.of(new Key(jwk.getKeyID(), algorithms, verifier));
    }

    /** Whether there is a key that the token names. */
    boolean names(JWSObject token) {
        String wanted = token.getHeader().getKeyID();
        return wanted != null && keys.stream().anyMatch(key -> wanted.equals(key.id()));
    }

    /** Whether a key signed the token that is for its algorithm and has its {@code kid}; any one for its algorithm if it has none (RFC 7515 §4.1.4). */
    boolean verifies(JWSObject token) {
        return keys.stream().filter(key -> key.fits(token)).anyMatch(key -> key.verifies(token));
    }
}
