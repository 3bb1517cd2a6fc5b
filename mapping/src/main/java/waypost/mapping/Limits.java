package waypost.mapping;

import java.util.OptionalLong;

/**
 * What the directory limits an account to.
 *
 * @param quota octets its mail may take
 */
public record Limits(OptionalLong quota) {
    public static final Limits NONE = new Limits(OptionalLong.empty());
}
