package waypost.mapping;

import java.util.OptionalLong;

/**
 * Where the directory says that an account lives.
 *
 * @param target name of a node or a volume, or another product's host
 * @param epoch of the owner that wrote the target, if the directory has it
 */
public record Route(String target, OptionalLong epoch) {
    @Override
    public String toString() {
        return epoch.isPresent() ? target + " epoch " + epoch.getAsLong() : target;
    }
}
