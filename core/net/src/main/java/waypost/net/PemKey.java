package waypost.net;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A private key in a PEM file: PKCS#8 (RFC 7468 §10) by the platform alone, the older forms of RSA and EC keys by Bouncy Castle. */
final class PemKey {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Pattern OLDER =
            Pattern.compile("-----BEGIN (RSA|EC) PRIVATE KEY-----.*?-----END \\1 PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA");

    private PemKey() {}

    static PrivateKey read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher key = PKCS8.matcher(text);
        if (key.find()) {
            return pkcs8(key.group(1), file);
        }
        Matcher older = OLDER.matcher(text);
        if (older.find()) {
            return older(older.group(), file);
        }
        throw new IOException("no private key in PEM form, or an encrypted one: " + file);
    }

    /** Whether one verifies what the other signs. */
    static boolean belongs(PrivateKey key, PublicKey of) {
        byte[] any = new byte[32];
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        case String itself -> itself;
                    });
            signature.initSign(key);
            signature.update(any);
            byte[] signed = signature.sign();
            signature.initVerify(of);
            signature.update(any);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static PrivateKey pkcs8(String base64, Path file) throws IOException {
        try {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            for (String kind : KINDS) {
                try {
                    return KeyFactory.getInstance(kind).generatePrivate(encoded);
                } catch (InvalidKeySpecException ofAnotherKind) {
                    continue;
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            throw unusable(file, unfit);
        }
        throw new IOException("a private key of no known kind " + KINDS + ": " + file);
    }

    private static PrivateKey older(String block, Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(block))) {
            if (parser.readObject() instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
            }
        } catch (IOException unfit) {
            throw unusable(file, unfit);
        }
        throw new IOException("an encrypted private key: " + file);
    }

    private static IOException unusable(Path file, Exception why) {
        return new IOException("no usable private key in " + file, why);
    }
}
