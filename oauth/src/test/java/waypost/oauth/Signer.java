package waypost.oauth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A key of an issuer, and tokens signed with it by the JDK alone: the library is what is tested. */
record Signer(String algorithm, String kid, KeyPair keys) {
    static Signer rsa(String algorithm, String kid, int bits) {
        return made("RSA", algorithm, kid, bits);
    }

    static Signer elliptic(String algorithm, String kid, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new Signer(algorithm, kid, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Signer edwards(String kid) {
        return made("Ed25519", "EdDSA", kid, 255);
    }

    private static Signer made(String type, String algorithm, String kid, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            return new Signer(algorithm, kid, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same key for another algorithm. */
    Signer as(String other) {
        return new Signer(other, kid, keys);
    }

    Signer named(String other) {
        return new Signer(algorithm, other, keys);
    }

    String header() {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\",\"typ\":\"JWT\"}";
    }

    String token(String claims) {
        return token(header(), claims);
    }

    String token(String header, String claims) {
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + encoded(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    byte[] signature(byte[] octets) {
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "RS384" -> "SHA384withRSA";
                        case "RS512" -> "SHA512withRSA";
                        case "PS256" -> "RSASSA-PSS";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        case "ES384" -> "SHA384withECDSAinP1363Format";
                        case String edwards -> "Ed25519";
                    });
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(keys.getPrivate());
            signature.update(octets);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @param further members, each with a comma before it */
    String jwk(String further) {
        return "{\"kid\":\"" + kid + "\"," + publicKey(keys.getPublic()) + further + "}";
    }

    String jwk() {
        return jwk("");
    }

    private static String publicKey(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa ->
                "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                        .formatted(number(rsa.getModulus(), 0), number(rsa.getPublicExponent(), 0));
            case ECPublicKey ec -> {
                int octets = (ec.getParams().getOrder().bitLength() + 7) / 8;
                yield "\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\""
                        .formatted(
                                octets * 8,
                                number(ec.getW().getAffineX(), octets),
                                number(ec.getW().getAffineY(), octets));
            }
            case EdECPublicKey edwards -> "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + encoded(raw(edwards)) + "\"";
            case PublicKey other -> throw new IllegalStateException(other.getAlgorithm());
        };
    }

    /** The last 32 octets of the encoded form are the key (RFC 8410 §4). */
    private static byte[] raw(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    private static String number(BigInteger number, int octets) {
        byte[] bytes = number.toByteArray();
        byte[] magnitude = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        byte[] padded = new byte[Math.max(octets, magnitude.length)];
        System.arraycopy(magnitude, 0, padded, padded.length - magnitude.length, magnitude.length);
        return encoded(padded);
    }

    static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
