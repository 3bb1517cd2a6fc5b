package waypost.config;

import waypost.identity.NodeName;

/** Name of a volume. Routes name nodes or volumes, in any case, so it has the form of a node's name. */
public record VolumeName(String value) {
    static VolumeName parse(String text) {
        if (!NodeName.valid(text)) {
            throw new BadValue("not a volume name: " + text, "use lower-case letters, digits, - and ., at most 63");
        }
        return new VolumeName(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
