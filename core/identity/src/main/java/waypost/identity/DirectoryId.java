package waypost.identity;

/** The directory's immutable id of an entry: entryUUID, objectGUID, or the key of a file map. Opaque, at most 255 characters. */
public record DirectoryId(String value) {
    public DirectoryId {
        if (value.isEmpty() || value.length() > 255) {
            throw new IllegalArgumentException("directory id of " + value.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
