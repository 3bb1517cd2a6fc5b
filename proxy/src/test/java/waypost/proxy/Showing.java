package waypost.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Mapping;
import waypost.protocol.login.Credentials;

/** What a client shows of anna, whose password is "pencil", or of one with a second factor: what is right, or what is not. */
record Showing(Mapping maps) {
    static final String APP = "wp-k3mn-aaaa-bbbb-cccc-dddd";
    private static final String OTHER_APP = "wp-k3mn-zzzz-zzzz-zzzz-zzzz";

    Credentials shows(String way, String what) throws GeneralSecurityException {
        return switch (way) {
            case "PLAIN" -> password("anna", pencil(what));
            case "SCRAM" -> scram(pencil(what));
            case "CRAM-MD5" -> new Credentials.Digest("anna", "<1@example>", digest(pencil(what)));
            case "OAUTHBEARER" ->
                switch (what) {
                    case "right" -> new Credentials.Token("anna@example.net", new Secret("anna@example.net"));
                    case "other's" -> new Credentials.Token("anna@example.net", new Secret("bob@example.net"));
                    default -> new Credentials.Token("anna@example.net", new Secret("forged"));
                };
            case "EXTERNAL/GSSAPI" ->
                new Credentials.Vouched(
                        List.of(what.equals("right") ? "anna@example.net" : "bob@example.net"), "anna@example.net");
            case "app password" -> password("anna", what.equals("right") ? APP : OTHER_APP);
            case "TOTP" ->
                password(
                        "totp",
                        switch (what) {
                            case "right" -> "pencil654321";
                            case "wrong code" -> "pencil000000";
                            case "no code" -> "pencil";
                            default -> "guess654321";
                        });
            default -> throw new AssertionError(way);
        };
    }

    private static String pencil(String what) {
        return switch (what) {
            case "right" -> "pencil";
            case "empty" -> "";
            default -> "guess";
        };
    }

    private static Credentials password(String user, String password) {
        return new Credentials.Password("", user, new Secret(password));
    }

    /** RFC 2195. An empty key and one of zeros are the same (RFC 2104 §2), and Java knows no empty one. */
    private static byte[] digest(String password) throws GeneralSecurityException {
        byte[] key = password.isEmpty() ? new byte[1] : password.getBytes(StandardCharsets.UTF_8);
        return hmac("HmacMD5", key, "<1@example>");
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a client ends with that knows this password (RFC 5802 §3). */
    private Credentials scram(String password) throws GeneralSecurityException {
        ScramKeys keys = maps.keys("anna", ScramHash.SHA_256).orElseThrow();
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), keys.salt(), keys.iterations(), 256))
                .getEncoded();
        byte[] stored = MessageDigest.getInstance("SHA-256").digest(hmac("HmacSHA256", salted, "Client Key"));
        return MessageDigest.isEqual(stored, keys.storedKey())
                ? new Credentials.Proven("", "anna", keys)
                : new Credentials.Disproven("anna");
    }
}
