package waypost.mapping;

import java.util.OptionalLong;

/**
 * Where the directory says that an account lives.
 *
 * @param target name of a node or a volume; {@code host} or {@code host:port} only where foreign hosts are allowed
 * @param epoch of the owner that wrote the target, if the directory has it
 */
public record Route(String target, OptionalLong epoch) {
    @Override
    public String toString() {
        return epoch.isPresent() ? target + " epoch " + epoch.getAsLong() : target;
    }
}
