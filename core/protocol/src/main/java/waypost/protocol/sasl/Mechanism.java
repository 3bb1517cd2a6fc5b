package waypost.protocol.sasl;

import java.util.Optional;

/** The mechanisms this server knows. All of them prove in one direction and need TLS (or a trusted network) beneath. */
public enum Mechanism {
    /** RFC 4616. */
    PLAIN,
    /** The older two-step form of PLAIN, never a registered standard; submission clients still ask for it. */
    LOGIN,
    /** RFC 4422 appendix A; offered on internal listeners only. */
    EXTERNAL;

    /** Mechanism names are upper case on the wire (RFC 4422 §3.1); clients that write them otherwise are understood. */
    public static Optional<Mechanism> named(String name) {
        for (Mechanism mechanism : values()) {
            if (mechanism.name().equalsIgnoreCase(name)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }
}
