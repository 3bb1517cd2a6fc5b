package waypost.identity;

import java.util.Optional;

/** What {@link AddressRules} make of a spelling. */
public sealed interface Address {
    /**
     * A spelling that names a user.
     *
     * @param tag the sub-address (RFC 5233), as written, without its separator
     * @param received the spelling as it came, for Delivered-To
     */
    record Parsed(AccountName name, Optional<String> tag, String received) implements Address {}

    /** A spelling that can name nobody here. */
    record Refused(Fault fault) implements Address {}

    /** Why a spelling is refused. */
    enum Fault {
        EMPTY,
        TOO_LONG,
        /** NUL or another control character. */
        CONTROL_CHARACTER,
        /** A bare user name, and no default domain. */
        NO_DOMAIN,
        /** The short domain of {@code DOMAIN&#92;u} is not configured. */
        UNKNOWN_SHORT_DOMAIN,
        LOCAL_PART,
        DOMAIN
    }
}
