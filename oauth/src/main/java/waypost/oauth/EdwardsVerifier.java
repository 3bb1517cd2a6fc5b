package waypost.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Ed25519 (RFC 8037 §3.1) by the JDK; the library would want another one for it. */
final class EdwardsVerifier implements JWSVerifier {
    private static final String ED25519 = "Ed25519";
    private static final int KEY_OCTETS = 32;

    private final PublicKey key;
    private final JCAContext context = new JCAContext();

    /**
     * @param octets of the public key, as RFC 8032 §5.1.2 has them: little-endian, the sign of x in the highest bit
     * @throws GeneralSecurityException if they are no key
     */
    EdwardsVerifier(byte[] octets) throws GeneralSecurityException {
        if (octets.length != KEY_OCTETS) {
            throw new GeneralSecurityException("not a key of " + ED25519);
        }
        byte[] y = new byte[KEY_OCTETS];
        for (int i = 0; i < KEY_OCTETS; i++) {
            y[i] = octets[KEY_OCTETS - 1 - i];
        }
        boolean odd = y[0] < 0;
        y[0] &= 0x7f;
        key = KeyFactory.getInstance(ED25519)
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        try {
            Signature check = Signature.getInstance(ED25519);
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature.decode());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}
