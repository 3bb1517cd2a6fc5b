package waypost.system;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Gives out bearer tokens that are signed, and a file with the key to check them by (RFC 7519, RFC 7517). */
record Issuer(KeyPair pair, Path keys) {
    private static final String NAME = "https://issuer.example.test";
    private static final int BITS = 2048;
    private static final int LIFE_SECONDS = 600;

    static Issuer make(Path keys) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        KeyPair pair = generator.generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        Files.writeString(keys, """
                {"keys": [{"kty": "RSA", "kid": "k", "alg": "RS256", "use": "sig", "n": "%s", "e": "%s"}]}
                """.formatted(number(key.getModulus()), number(key.getPublicExponent())));
        return new Issuer(pair, keys);
    }

    /** Of the configuration. */
    String section() {
        return """

                oauth: [{name: test, issuer: "%s", audience: [waypost], jwks: "%s"}]
                """.formatted(NAME, keys);
    }

    String token(String email) throws GeneralSecurityException {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}";
        String claims = "{\"iss\":\"" + NAME + "\",\"aud\":\"waypost\",\"email\":\"" + email
                + "\",\"email_verified\":true,\"exp\":"
                + Instant.now().plusSeconds(LIFE_SECONDS).getEpochSecond() + "}";
        String signed =
                text(header.getBytes(StandardCharsets.UTF_8)) + "." + text(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + text(signature.sign());
    }

    private static String number(BigInteger number) {
        byte[] octets = number.toByteArray();
        int from = octets[0] == 0 ? 1 : 0;
        return text(Arrays.copyOfRange(octets, from, octets.length));
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
