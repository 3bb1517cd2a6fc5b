package waypost.protocol.sasl;

import java.util.Optional;

/** The mechanisms this server knows, in the order in which it announces them: what shows least of a secret comes first. */
public enum Mechanism {
    /** RFC 4422 appendix A: who it is is known from TLS. */
    EXTERNAL,
    /** RFC 4752: by a ticket of Kerberos. */
    GSSAPI,
    /** RFC 7677, bound to the TLS channel (RFC 5802 §6). */
    SCRAM_SHA_256_PLUS,
    /** RFC 7677. */
    SCRAM_SHA_256,
    /** RFC 5802, bound to the TLS channel. */
    SCRAM_SHA_1_PLUS,
    /** RFC 5802. */
    SCRAM_SHA_1,
    /** RFC 7628. */
    OAUTHBEARER,
    /** The form of bearer tokens that came before RFC 7628, as Google and Microsoft describe it. */
    XOAUTH2,
    /** RFC 4616. */
    PLAIN,
    /** The older two-step form of PLAIN, never a registered standard; submission clients still ask for it. */
    LOGIN,
    /** RFC 2195: needs a password that can be read; for clients that have nothing better. */
    CRAM_MD5;

    /** Mechanism names are upper case on the wire (RFC 4422 §3.1); clients that write them otherwise are understood. */
    public static Optional<Mechanism> named(String name) {
        for (Mechanism mechanism : values()) {
            if (mechanism.toString().equalsIgnoreCase(name)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    /** As it is written on the wire. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
